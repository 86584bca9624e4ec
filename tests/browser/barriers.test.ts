import { beforeAll, describe, expect, it } from 'vitest';
import { click } from './actions';
import { demoRunUrl, scoreDemo, visitScored } from './demoRun';
import { expectNoBarriers } from './expectNoBarriers';
import { byRole, goTo, leaveSite, visit, waitForStatus, type Visit } from './openSite';
import { pagePaths } from './pagePaths';
import { openRun } from './sampleReadOut';

let tab: Visit;

function expectQuiet(): void {
  expect(tab.errors).toEqual([]);
  expect(tab.foreignRequests).toEqual([]);
}

describe('in an empty browser', () => {
  beforeAll(async () => {
    tab = await visit('');
    return () => tab.close();
  });

  describe.each(pagePaths)('the page /%s', (path) => {
    beforeAll(async () => {
      // With another hash alone the browser would stay on the page.
      await leaveSite(tab.page);
      await goTo(tab.page, `${path}#kept=1`);
    });

    it('starts with one h1 in main, has the landmarks, and logs no error', async () => {
      expect(await tab.page.$$('main h1')).toHaveLength(1);
      expect(await tab.page.$$(byRole('navigation', 'Main'))).toHaveLength(1);
      expectQuiet();
    });

    it('moves the focus past the navigation at "Skip to content", and leaves the address alone', async () => {
      const { page } = tab;
      const address = page.url();
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement?.textContent.trim());
      expect(focused).toBe('Skip to content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
      expect(page.url()).toBe(address);
    });

    it('puts no barrier before anyone and does not scroll sideways', () => expectNoBarriers(tab.page));
  });
});

describe('with runs in the browser', () => {
  beforeAll(async () => {
    tab = await visitScored('runs/');
    return () => tab.close();
  });

  it.each([
    ['the list of runs', () => 'runs/'],
    ['a run', () => demoRunUrl()],
    ['its samples', () => `${demoRunUrl()}&tab=samples`],
    ['its slices', () => `${demoRunUrl()}&tab=slices`],
    ['its slices by task', () => `${demoRunUrl()}&tab=slices&metric=ssim&by=task`],
    ['its distributions', () => `${demoRunUrl()}&tab=distributions&metric=ssim`],
    ['the leaderboard', () => '#format=edit&sort=ssim'],
    ['the judge', () => 'judge/'],
    ['the review', () => 'review/']
  ])('%s', async (_, address) => {
    await leaveSite(tab.page);
    await goTo(tab.page, address());
    await expectNoBarriers(tab.page);
    expectQuiet();
  });
});

describe('the explorer with the demo', () => {
  beforeAll(async () => {
    tab = await visit('explore/');
    await click(tab.page, 'button', 'Open the demo');
    await waitForStatus(tab.page, /^\d+ samples$/);
    return () => tab.close();
  });

  it.each(['', 'view=list', 'view=counts', 'q=no+such+words', 'format=vqa&modality=CT'])(
    'at #%s',
    async (address) => {
      await tab.page.evaluate((to) => (location.hash = to), address);
      await expectNoBarriers(tab.page);
      expectQuiet();
    }
  );
});

describe('the sample view', () => {
  let open: (hash: string) => Promise<void>;

  beforeAll(async () => {
    tab = await scoreDemo();
    open = await openRun(tab.page, 'demo-hasty');
    return () => tab.close();
  });

  it.each(['side-by-side', 'slider', 'flicker', 'difference', 'ssim-map'])('in %s', async (mode) => {
    await open(`sample=demo:image_editing:demo-00000-of-00001:000005&mode=${mode}`);
    await tab.page.waitForSelector('dialog .stage canvas');
    await expectNoBarriers(tab.page);
    expectQuiet();
  });
});
