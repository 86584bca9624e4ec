import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import { inject } from 'vitest';
import { connect } from './connect';
import { blankPath } from './serveSite';
import { writeStored, type StoredEntries } from './storedDemo';

/** A page of the built site in a browser context of its own: empty storage, nothing shared with other tests. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors that the page logged or did not catch; tests expect none. */
  readonly errors: string[];
  /** Addresses requested outside the site. */
  readonly foreignRequests: string[];
  close(): Promise<void>;
}

export const siteUrl = (path = ''): string => new URL(path, inject('siteUrl')).href;

/** A busy machine makes a wait longer, not a test red; below the time limit of a test, so that its message is the wait's. */
export const longestWaitMs = 110_000;

/** Opens an address of the site and waits until its page answers. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.goto(siteUrl(address), { waitUntil: 'domcontentloaded' });
  await waitUntilAlive(page);
}

export async function reload(page: Page): Promise<void> {
  await page.reload({ waitUntil: 'domcontentloaded' });
  await waitUntilAlive(page);
}

/** A prerendered page is there before its code. SvelteKit's announcer comes with the code, and skeletons go with what they stand for. */
export async function waitUntilAlive(page: Page): Promise<void> {
  await page.waitForSelector('#svelte-announcer');
  await waitUntilShown(page);
}

/** Until no skeleton stands for what is still being loaded, computed or drawn. */
export async function waitUntilShown(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role="status"][aria-label]')].every((node) => !node.checkVisibility())
  );
}

interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
}

/**
 * The tab that visits take one after another, with nothing stored, file after file of a worker: a page that is loaded where
 * one of the site was before costs a third of one in a new context. It goes with the browser.
 */
let spare: Tab | null = null;

/** @param stored what the browser has kept from an earlier visit */
export async function visit(path: string, stored: StoredEntries = {}): Promise<Visit> {
  const tab = spare ?? (await openTab(await connect()));
  spare = null;
  return start(tab, path, stored);
}

/** A visit with another browser than all others. */
export async function visitWith(browser: Browser, path: string, stored: StoredEntries = {}): Promise<Visit> {
  const tab = await openTab(browser);
  changed.add(tab.page);
  return start(tab, path, stored);
}

async function start(tab: Tab, path: string, stored: StoredEntries): Promise<Visit> {
  await tab.page.setViewport(desk);
  if (Object.keys(stored).length > 0) await writeStored(tab.page, stored);
  const noted = takeNotes(tab.page);
  await goTo(tab.page, path);
  return { ...tab, ...noted, close: () => giveBack(tab) };
}

async function openTab(browser: Browser): Promise<Tab> {
  const context = await browser.createBrowserContext();
  const page = await preparePage(context);
  noteChanges(page);
  await leaveSite(page);
  return { page, context };
}

/** To a page of the same origin that has no code: after it, an address loads the site anew even if only its hash is another. */
export async function leaveSite(page: Page): Promise<void> {
  await page.goto(siteUrl(blankPath));
}

/** Pages that no other visit takes: they were changed for good. */
const changed = new WeakSet<Page>();

/** What no later visit should meet; the rest is cleared away. */
function noteChanges(page: Page): void {
  const names = [
    'evaluateOnNewDocument',
    'setRequestInterception',
    'setOfflineMode',
    'setCacheEnabled',
    'emulateMediaType'
  ];
  for (const name of names) {
    const change = Reflect.get(page, name) as (...given: unknown[]) => Promise<unknown>;
    Reflect.set(page, name, (...given: unknown[]) => {
      changed.add(page);
      return change.apply(page, given);
    });
  }
}

async function giveBack(tab: Tab): Promise<void> {
  const isOfUse = spare === null && !changed.has(tab.page);
  if (isOfUse && (await clearAway(tab).catch(() => false))) spare = tab;
  else await tab.context.close();
}

async function clearAway({ page, context }: Tab): Promise<boolean> {
  for (const other of await context.pages()) if (other !== page) await other.close();
  // Where something is unsaved, the browser asks whoever leaves.
  page.once('dialog', (dialog) => void dialog.accept());
  await leaveSite(page);
  await waitUntilAlone(page);
  for (const name of ['dialog', 'console', 'pageerror', 'request'] as const) page.removeAllListeners(name);
  await page.evaluate(() => sessionStorage.clear());
  await context.clearPermissionOverrides();
  const session = await page.createCDPSession();
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(siteUrl()).origin,
    storageTypes: 'all'
  });
  await session.send('Page.resetNavigationHistory');
  await session.detach();
  return true;
}

/** Until it is known here that the page's workers have ended: what is set for a page is set for each, and one that is ending never answers. */
async function waitUntilAlone(page: Page): Promise<void> {
  const latestMs = performance.now() + longestWaitMs;
  while (page.workers().length > 0 && performance.now() < latestMs)
    await new Promise((wake) => setTimeout(wake, pollMs));
}

/** Another tab of the same context, with the same storage. */
export async function openPage(
  context: BrowserContext,
  path: string
): Promise<Pick<Visit, 'page' | 'errors' | 'foreignRequests'>> {
  const page = await preparePage(context);
  await page.setViewport(desk);
  const noted = takeNotes(page);
  await goTo(page, path);
  return { page, ...noted };
}

const desk = { width: 1440, height: 900 };

async function preparePage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(longestWaitMs);
  // Whichever window the browser has in front: the clipboard and the frames of a page want it to be this one.
  await page.emulateFocusedPage(true);
  // Each context would fetch the whole site for later; offline.test.ts opens its own.
  await page.evaluateOnNewDocument(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  waitBeforeReading(page);
  return page;
}

function takeNotes(page: Page): Pick<Visit, 'errors' | 'foreignRequests'> {
  const errors: string[] = [];
  const foreignRequests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error instanceof Error ? error.message : String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(blob|data):/.test(url) && !url.startsWith(inject('siteUrl'))) foreignRequests.push(url);
  });
  return { errors, foreignRequests };
}

/** Often enough to lose no time, and seldom enough to leave the cores to what is waited for. */
const pollMs = 40;

/**
 * The element, once it is there. Puppeteer's own wait is woken by new nodes and attributes, not by a text that changes in
 * its place, and looks at every frame for roles.
 */
export async function find(page: Page, selector: string): Promise<ElementHandle> {
  const latestMs = performance.now() + longestWaitMs;
  while (performance.now() < latestMs) {
    const found = await page.$(selector).catch(refuseUnlessLeft);
    if (found) return found;
    await new Promise((wake) => setTimeout(wake, pollMs));
  }
  throw new Error(`not found within ${longestWaitMs / 1000} s: ${selector}`);
}

/** What `$eval` reads may be still on its way: most parts of the pages load when they are shown. */
function waitBeforeReading(page: Page): void {
  const read = page.$eval.bind(page);
  page.$eval = (async (
    selector: string,
    ...rest: Parameters<typeof read> extends [unknown, ...infer R] ? R : never
  ) => {
    await find(page, selector);
    return read(selector, ...rest);
  }) as typeof page.$eval;
}

/** A page that is being left has no elements; the next one is asked. */
function refuseUnlessLeft(error: unknown): null {
  if (/context|detached|navigat|Cannot find/i.test(String(error))) return null;
  throw error;
}

/** The text of the live region, once it matches. */
export async function waitForStatus(page: Page, pattern: RegExp, timeoutMs = longestWaitMs): Promise<string> {
  const handle = await page.waitForFunction(
    (source) => {
      const texts = [...document.querySelectorAll('[role="status"]')].map((node) => node.textContent.trim());
      return texts.find((text) => new RegExp(source).test(text)) ?? null;
    },
    { timeout: timeoutMs, polling: pollMs },
    pattern.source
  );
  return String(await handle.jsonValue());
}

/** The element with this role and accessible name, as assistive technology finds it. */
export const byRole = (role: string, name: string): string => `::-p-aria([role="${role}"][name="${name}"])`;
