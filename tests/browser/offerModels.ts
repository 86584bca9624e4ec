import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';

/** Has the site offer the models of a folder; gives the list of what of them was loaded. */
export async function offerModels(page: Page, folder: string): Promise<string[]> {
  const loaded: string[] = [];
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (!/\/models\/[^/]+$/.test(request.url())) return void request.continue();
    const name = basename(request.url());
    loaded.push(name);
    void request.respond({ body: readFileSync(resolve(folder, name)) });
  });
  return loaded;
}
