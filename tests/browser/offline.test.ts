import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { click, pressScore } from './actions';
import { connect } from './connect';
import { waitForStatus, waitUntilAlive } from './openSite';
import { serveSite } from './serveSite';
import { writeStored } from './storedDemo';

const base = '/some-repo';
const prefix = `medgen-bench-viewer:${base}/:`;

let folder: string;
let site: { url: string; server: Server };
let requests: IncomingMessage[];
let context: BrowserContext;

/**
 * A copy of the site on an origin of its own, which can be changed and stopped, and a browser that visited it once: the
 * tests are what happens to it one after another, because what is kept is fetched by hundreds of requests.
 */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offline-'));
  await cp(inject('siteFolder'), folder, { recursive: true });
  requests = [];
  await start(0);
  const browser = await connect();
  context = await browser.createBrowserContext();
  const page = await open('score/');
  await waitUntilKept(page);
  await page.close();
});

afterAll(async () => {
  await context.close();
  stop(site.server);
  await rm(folder, { recursive: true });
});

async function start(port: number): Promise<void> {
  site = await serveSite(folder, base, port);
  site.server.on('request', (request) => requests.push(request));
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}

/** From here on nothing answers at the site's address, … */
const goOffline = (): void => stop(site.server);

/** … until the site is there again. */
const goOnline = (): Promise<void> => start(Number(new URL(site.url).port));

async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(new URL(path, site.url).href, { waitUntil: 'load' });
  return page;
}

/** Until everything is kept and this page is answered by the service worker. */
const waitUntilKept = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise<void>((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
    });
  });

const cacheNames = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());

/** The heading of a page as it was built, before any code runs. */
async function readBuiltHeading(path: string): Promise<string> {
  const html = await readFile(join(folder, path, 'index.html'), 'utf8');
  return /<h1[^>]*>(.*?)<\/h1>/s
    .exec(html)![1]!
    .replaceAll(/<!--.*?-->|<[^>]+>/g, '')
    .trim();
}

const heading = (page: Page): Promise<string> => page.$eval('h1', (node) => node.textContent.trim());

/** The same site as another build of it: every immutable file has another address, and the old ones are gone. */
async function deploy(): Promise<void> {
  const immutable = join(folder, '_app/immutable');
  await rename(immutable, join(folder, 'moved'));
  await mkdir(immutable);
  await rename(join(folder, 'moved'), join(immutable, 'second'));
  const { version } = JSON.parse(await readFile(join(folder, '_app/version.json'), 'utf8')) as {
    version: string;
  };
  const paths = await readdir(folder, { recursive: true });
  for (const path of paths.filter((name) => /\.(js|html|json|css)$/.test(name))) {
    const file = join(folder, path);
    const text = await readFile(file, 'utf8');
    const moved = text.replaceAll('_app/immutable/', '_app/immutable/second/').replaceAll(version, 'second');
    if (moved !== text) await writeFile(file, path.endsWith('.html') ? admitScripts(text, moved) : moved);
  }
}

/** The policy names the inline scripts by their hashes. */
function admitScripts(before: string, after: string): string {
  const hashes = (html: string): string[] =>
    [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) =>
      createHash('sha256').update(script!).digest('base64')
    );
  const fresh = hashes(after);
  return hashes(before).reduce((html, hash, i) => html.replace(hash, fresh[i]!), after);
}

/** In Explore, until its pictures are there, and then in Score. */
async function openDemo(page: Page): Promise<void> {
  await click(page, 'button', 'Open the demo');
  await waitForStatus(page, /^\d+ samples$/);
  await page.waitForSelector('main canvas');
  await click(page, 'link', 'Score');
  await click(page, 'button', 'Try the demo');
  await waitForStatus(page, /predictions of \d+ systems found/);
}

describe('what it leaves alone', () => {
  it('answers no other origin, no range, no POST and nothing with a key, and keeps no errors', async () => {
    const foreign: IncomingMessage[] = [];
    const other = createServer((request, response) => {
      foreign.push(request);
      response
        .writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' })
        .end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const page = await open('score/');
    const ask = (url: string, init: RequestInit = {}): Promise<number> =>
      page.evaluate(
        (to, how) =>
          fetch(to, how).then(
            ({ status }) => status,
            () => 0
          ),
        url,
        init
      );
    const own = new URL('theme.js', site.url).href;
    const outside = new URL('/theme.js', site.url).href;
    for (let i = 0; i < 2; i++) expect(await ask(address)).toBe(200);
    expect(foreign).toHaveLength(2);
    const missing = new URL('_app/immutable/chunks/gone.js', site.url).href;
    expect(await ask(missing)).toBe(404);
    expect(await page.evaluate(async (url) => (await caches.match(url)) === undefined, missing)).toBe(true);
    stop(other);
    goOffline();
    expect(await ask(address)).toBe(0);
    expect(await ask(own)).toBe(200);
    expect(await ask(own, { headers: { range: 'bytes=0-9' } })).toBe(0);
    expect(await ask(own, { headers: { authorization: 'Bearer canary' } })).toBe(0);
    expect(await ask(own, { method: 'POST' })).toBe(0);
    expect(await ask(outside)).toBe(0);
    const keptAddresses = await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return all.flat().map(({ url }) => url);
    });
    expect(keptAddresses.filter((url) => !url.startsWith(site.url))).toEqual([]);
    await page.close();
  });
});

describe('without a network', () => {
  it('opens every page again after one visit', async () => {
    goOffline();
    const page = await context.newPage();
    const paths = ['score/', 'explore/', 'review/', 'methods/', 'runs/', 'compare/', ''];
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    for (const path of paths) {
      await page.goto(new URL(path, site.url).href, { waitUntil: 'domcontentloaded' });
      await waitUntilAlive(page);
      expect({ path, heading: await heading(page), errors }).toEqual({
        path,
        heading: await readBuiltHeading(path),
        errors: []
      });
    }
    await page.close();
  });

  it('explores and scores the demo that was opened once', async () => {
    await goOnline();
    const first = await open('explore/');
    await openDemo(first);
    await first.close();
    goOffline();
    const again = await open('explore/');
    // Most scores are known, and so quickly told: the others take the workers, kernels and decoders that are kept.
    const { 'medgen-bench-viewer/scores': scores } = inject('scoredDemo');
    await writeStored(again, { 'medgen-bench-viewer/scores': scores!.filter((_, i) => i % 16 > 0) });
    await openDemo(again);
    await pressScore(again);
    const status = await waitForStatus(again, /^Scored/);
    const [, scored, of, remembered] = /^Scored (\d+) of (\d+), (\d+) remembered/.exec(status)!.map(Number);
    expect(scored).toBe(of);
    expect(remembered).toBeLessThan(of!);
    await again.close();
  });
});

describe('after a deploy', () => {
  let old: Page;

  it('stays with the old version when the new one is not whole', async () => {
    await goOnline();
    old = await open('score/');
    const before = await cacheNames(old);
    // Before anything of the new version is there: the browser may look for one at any time.
    const chunks = join(folder, '_app/immutable/chunks');
    const [missing = ''] = await readdir(chunks);
    await rename(join(chunks, missing), join(folder, 'missing.js'));
    await deploy();
    const failed = old.evaluate(async () => {
      const registration = (await navigator.serviceWorker.getRegistration())!;
      const found = new Promise<ServiceWorker>((resolve) => {
        registration.addEventListener('updatefound', () => resolve(registration.installing!), { once: true });
      });
      registration.update().catch(() => undefined);
      // The browser looks by itself after a page was opened, and may have found it before.
      const worker = registration.installing ?? (await found);
      while (worker.state !== 'redundant')
        await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
      return worker.state;
    });
    expect(await failed).toBe('redundant');
    expect(await cacheNames(old)).toEqual(before);
    goOffline();
    await old.reload();
    expect(await heading(old)).not.toBe('');
    expect(await old.content()).not.toContain('_app/immutable/second/');
    await rename(join(folder, 'missing.js'), join(folder, '_app/immutable/second/chunks', missing));
  });

  it('shows the new version, keeps the old files for the open tab, and clears them when it is closed', async () => {
    await goOnline();
    const alien = `medgen-bench-viewer:${base}-2/:1`;
    await old.evaluate(
      async (name) => void (await (await caches.open(name)).put('/x', new Response('x'))),
      alien
    );
    const before = (await cacheNames(old)).filter((name) => name !== alien);
    expect(before).toHaveLength(1);
    const nodes = await readdir(join(folder, '_app/immutable/second/nodes'));
    const chunk = `${site.url}_app/immutable/nodes/${nodes.at(-1)}`;

    const fresh = await open('score/');
    expect(await fresh.content()).toContain('_app/immutable/second/');
    await fresh.waitForFunction(
      async () => (await navigator.serviceWorker.getRegistration())?.waiting != null
    );
    expect((await cacheNames(fresh)).sort()).toEqual([alien, ...before, `${prefix}second`].sort());
    requests = [];
    // As text: the test runner would rewrite an import.
    expect(
      await old.evaluate(`import('${chunk}').then((module) => Object.keys(module).length)`)
    ).toBeGreaterThan(0);
    expect(requests.map(({ url }) => url).filter((url) => chunk.endsWith(url ?? '?'))).toEqual([]);

    await old.close();
    await fresh.close();
    const next = await open('score/');
    await next.waitForFunction(async (name) => !(await caches.keys()).includes(name), {}, before[0]!);
    expect((await cacheNames(next)).sort()).toEqual([alien, `${prefix}second`].sort());
    goOffline();
    await next.reload();
    expect(await next.content()).toContain('_app/immutable/second/');
  });
});
