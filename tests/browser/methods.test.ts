import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click } from './actions';
import { byRole, visit, waitForStatus, type Visit } from './openSite';

describe('the Methods page', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visit('methods/');
  });

  afterAll(() => tab.close());

  it('has a card for every metric in its summary, and every link of its table of contents leads somewhere', async () => {
    const { cards, links, broken } = await tab.page.evaluate(() => {
      const targets = [...document.querySelectorAll<HTMLAnchorElement>('main a[href^="#"]')];
      return {
        cards: document.querySelectorAll('main article').length,
        links: document.querySelectorAll('main table[aria-label="All metrics"] tbody a').length,
        broken: targets.filter(({ hash }) => !document.getElementById(hash.slice(1))).map(({ hash }) => hash)
      };
    });
    expect([cards, broken]).toEqual([links, []]);
    expect(cards).toBeGreaterThan(15);
  });

  it('loads nothing for the check before the button is pressed', async () => {
    expect(await listLoaded(tab)).not.toContain('golden.zip');
  });

  it('stops the check on Cancel', async () => {
    await click(tab.page, 'button', 'Check this browser');
    await click(tab.page, 'button', 'Cancel');
    expect(await waitForStatus(tab.page, /^Stopped/)).toMatch(/^Stopped after \d+ of \d+ checks$/);
  });

  it('runs every golden vector in this browser, all of them met', async () => {
    await click(tab.page, 'button', 'Check this browser');
    const status = await waitForStatus(tab.page, /^All \d+ checks passed$|failed|could not/);
    expect(status).toMatch(/^All \d+ checks passed$/);
    expect(Number(/\d+/.exec(status)?.[0])).toBeGreaterThan(1000);
    expect(await listLoaded(tab)).toContain('golden.zip');
  });

  it('shows expected and got of each, and the known difference with its reason', async () => {
    await tab.page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await tab.page.waitForSelector(byRole('region', 'SSIM, scrollable'));
    const shown = await tab.page.evaluate(() =>
      [...document.querySelectorAll('main .groups details li')].map((item) =>
        item.textContent.replaceAll(/\s+/g, ' ')
      )
    );
    expect(shown.filter((text) => / passed expected .+ got /.test(text))).toHaveLength(
      shown.filter((text) => !text.includes('not counted')).length
    );
    const excepted = shown.filter((text) => text.includes('not counted'));
    expect(excepted).toHaveLength(1);
    expect(excepted[0]).toContain('known difference');
  });

  it('does all this without an error and without a request elsewhere', () => {
    expect(tab.errors).toEqual([]);
    expect(tab.foreignRequests).toEqual([]);
  });
});

/** The files that the page has loaded, by name. */
function listLoaded({ page }: Visit): Promise<(string | undefined)[]> {
  return page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1))
  );
}
