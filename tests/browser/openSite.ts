import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { inject } from 'vitest';

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

export async function visit(path: string): Promise<Visit> {
  const browser: Browser = await puppeteer.connect({ browserWSEndpoint: inject('browserEndpoint') });
  const context = await browser.createBrowserContext();
  const opened = await openPage(context, path);
  return {
    ...opened,
    context,
    close: async () => {
      await context.close();
      await browser.disconnect();
    }
  };
}

/** Another tab of the same context, with the same storage. */
export async function openPage(
  context: BrowserContext,
  path: string
): Promise<Pick<Visit, 'page' | 'errors' | 'foreignRequests'>> {
  const page = await context.newPage();
  await page.setViewport({ width: 1440, height: 900 });
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
  await page.goto(siteUrl(path), { waitUntil: 'networkidle0' });
  return { page, errors, foreignRequests };
}

/** The text of the live region, once it matches. */
export async function waitForStatus(page: Page, pattern: RegExp, timeoutMs = 60_000): Promise<string> {
  const handle = await page.waitForFunction(
    (source) => {
      const texts = [...document.querySelectorAll('[role="status"]')].map((node) => node.textContent.trim());
      return texts.find((text) => new RegExp(source).test(text)) ?? null;
    },
    { timeout: timeoutMs },
    pattern.source
  );
  return String(await handle.jsonValue());
}

/** The element with this role and accessible name, as assistive technology finds it. */
export const byRole = (role: string, name: string): string => `::-p-aria([role="${role}"][name="${name}"])`;
