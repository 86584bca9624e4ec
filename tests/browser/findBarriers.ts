import type { Page } from 'puppeteer-core';
import { listBarriers } from './listBarriers';
import { waitUntilShown } from './openSite';

/** What axe finds on a page once all of it is shown. */
export async function findBarriers(page: Page): Promise<string[]> {
  await waitUntilShown(page);
  return listBarriers(page);
}
