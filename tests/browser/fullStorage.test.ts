import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelScoring, click, press, pressScore } from './actions';
import { byRole, find, goTo, visit, type Visit, waitForStatus } from './openSite';

/** As a browser behaves whose disk is full: every write fails, reading goes on. */
function refuseWrites(): void {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('The disk is full', 'QuotaExceededError');
  };
}

describe('a browser that stores nothing', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visit('methods/');
    await tab.page.evaluateOnNewDocument(refuseWrites);
    await goTo(tab.page, 'score/');
    await click(tab.page, 'button', 'Try the demo');
    await waitForStatus(tab.page, /^192 predictions/);
  });

  afterAll(async () => tab.close());

  it('says of a stopped run that it begins anew', async () => {
    await pressScore(tab.page);
    await cancelScoring(tab.page, 20);
    expect(await waitForStatus(tab.page, /^Stopped/)).toContain(
      'Score begins anew, as this browser does not store scores (QuotaExceededError).'
    );
  });

  it('scores all the same, and the run says that it is lost unless it is exported', async () => {
    await pressScore(tab.page);
    expect(await waitForStatus(tab.page, /^Scored/)).toBe('Scored 192 of 192');
    await press(tab.page, '::-p-xpath(//a[contains(@href, "/run/#id=")])');
    await tab.page.waitForSelector(byRole('table', 'Scores'));
    await press(tab.page, '::-p-xpath(//*[@role="tab"][starts-with(., "Problems")])');
    await find(tab.page, '::-p-text(it is lost when you leave the page, so export it now)');
    expect(tab.errors).toEqual([]);
  });
});

/** As a browser behaves whose database is damaged. */
function refuseReads(): void {
  IDBFactory.prototype.open = () => {
    throw new DOMException('Internal error opening backing store', 'UnknownError');
  };
}

describe('a browser that cannot read what it stores', () => {
  let tab: Visit;

  beforeAll(async () => {
    tab = await visit('methods/');
    await tab.page.evaluateOnNewDocument(refuseReads);
  });

  afterAll(async () => tab.close());

  it.each(['runs/', 'run/#id=some', 'compare/#runs=one,other', 'judge/', 'review/'])(
    'says so at /%s, and does not say that there is nothing',
    async (path) => {
      await goTo(tab.page, path);
      const alert = await find(
        tab.page,
        '::-p-xpath(//main//*[@role="alert"][contains(., "Internal error opening")])'
      );
      // The same words wherever they stand: the kind of the error tells a reader nothing.
      expect(await alert.evaluate((node) => node.textContent)).toBe('Internal error opening backing store');
      expect(await tab.page.$$('::-p-text(No runs)')).toEqual([]);
    }
  );
});
