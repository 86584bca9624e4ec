/**
 * Keeps this version of the site for visits without a network. What it keeps lies in caches that carry the site's path,
 * because projects of one account share an origin. Whatever is not a plain GET of one of the site's own files goes to the
 * network as if this were not here.
 */
import { base, build, files, prerendered, version } from '$service-worker';
import { mapConcurrently } from './lib/core/mapConcurrently';

declare const self: ServiceWorkerGlobalScope;

const prefix = `medgen-bench-viewer:${base}/:`;
const ownCache = prefix + version;

/** Files below it are named by the hash of their content: what was once read is right for ever. */
const immutable = `${base}/_app/immutable/`;

/** Megabytes that many visits never need: kept from their first use on. */
const isBig = (path: string): boolean =>
  /\/(?:magick|ort-)[^/]*\.wasm$/.test(path) ||
  /^\/(?:demo\/(?!home\/)|golden|models\/.*\.onnx)/.test(path.slice(base.length));

const built = new Set(build);
const statics = new Set(files);
const pages = new Set(prerendered);
const kept = [...build, ...files].filter((path) => !isBig(path));

/** Six at a time leave room for what the page itself is loading. */
const lanes = 6;

/** So long a page waits for the network before the kept one is shown. */
const patienceMs = 4_000;

self.addEventListener('install', (event) => event.waitUntil(install().catch(undo)));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const answer = chooseAnswer(event);
  if (answer) event.respondWith(answer);
});

/** All of it or nothing: where one file is missing the version before stays, and the next visit tries again. */
async function install(): Promise<void> {
  const earlier = await openEarlier();
  const cache = await caches.open(ownCache);
  await each(kept, (path) => keep(cache, path, earlier));
  await each(prerendered, (path) => keepPage(cache, path));
  await carryOver(cache, earlier);
}

async function each(paths: readonly string[], work: (path: string) => Promise<void>): Promise<void> {
  for await (const done of mapConcurrently(paths, lanes, work)) void done;
}

async function undo(error: unknown): Promise<never> {
  await caches.delete(ownCache);
  throw error;
}

async function openEarlier(): Promise<readonly Cache[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== ownCache);
  return Promise.all(names.map((name) => caches.open(name)));
}

async function keep(cache: Cache, path: string, earlier: readonly Cache[]): Promise<void> {
  const known = path.startsWith(immutable) ? await findIn(earlier, path) : undefined;
  await cache.put(path, known ?? (await load(path, built.has(path) ? 'default' : 'no-cache')));
}

/** The page that belongs to this version: an older copy would ask for files that this version does not have. */
async function keepPage(cache: Cache, path: string): Promise<void> {
  const response = await load(path, 'no-cache');
  const html = await response.clone().text();
  const foreign = html.match(/\/_app\/immutable\/[\w./-]+/g)?.find((file) => !built.has(base + file));
  if (foreign) throw new Error(`${path} is of another version: it names ${foreign}`);
  await cache.put(path, response);
}

async function load(path: string, mode: RequestCache): Promise<Response> {
  const response = await fetch(path, { cache: mode });
  if (!isWhole(response) || response.redirected) throw new Error(`${path}: status ${response.status}`);
  return response;
}

/** Big files that were used before and did not change. */
async function carryOver(cache: Cache, earlier: readonly Cache[]): Promise<void> {
  for (const path of build.filter(isBig)) {
    const known = await findIn(earlier, path);
    if (known) await cache.put(path, known);
  }
}

/** It begins when no tab of the version before is open, so that nobody misses what is deleted here. */
async function activate(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== ownCache);
  await Promise.all(names.map((name) => caches.delete(name)));
  // So that what the first visit uses is kept, too.
  await self.clients.claim();
}

/** Null for what is none of its business. */
function chooseAnswer(event: FetchEvent): Promise<Response> | null {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isPlain =
    request.method === 'GET' && !request.headers.has('range') && !request.headers.has('authorization');
  if (!isPlain || origin !== self.location.origin) return null;
  if (request.mode === 'navigate') {
    const page = [pathname, `${pathname}/`].find((path) => pages.has(path));
    return page === undefined ? null : answerPage(request, page);
  }
  if (pathname.startsWith(immutable)) return answerImmutable(event);
  return statics.has(pathname) && request.cache !== 'no-store' ? answerStatic(event) : null;
}

/** The server's page, so that a new version is seen at once; the kept one where the server is out of reach. */
async function answerPage(request: Request, page: string): Promise<Response> {
  const fetched = fetch(request);
  const cached = await (await caches.open(ownCache)).match(page);
  if (!cached) return fetched;
  const late = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null));
  const response = await Promise.race([fetched, late]).catch(() => null);
  return response && response.status < 500 ? response : cached;
}

async function answerImmutable(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(ownCache);
  const known = await findIn([cache, ...(await openEarlier())], event.request.url);
  return known ?? fetchAndKeep(event, cache);
}

async function answerStatic(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(ownCache);
  try {
    return await fetchAndKeep(event, cache);
  } catch (error) {
    const known = await findIn([cache], event.request.url);
    if (known) return known;
    throw error;
  }
}

async function fetchAndKeep(event: FetchEvent, cache: Cache): Promise<Response> {
  const { request } = event;
  const response = await fetch(request);
  if (isWhole(response)) {
    // Where the browser has no room for it, it is there all the same.
    event.waitUntil(cache.put(request.url, response.clone()).catch(() => undefined));
  }
  return response;
}

const isWhole = ({ status, type }: Response): boolean => status === 200 && type === 'basic';

async function findIn(among: readonly Cache[], path: string): Promise<Response | undefined> {
  for (const cache of among) {
    const found = await cache.match(path, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}
