import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JudgeDimension } from '../../src/lib/benchmark/importedKeys';
import type { Rating } from '../../src/lib/experts/assignment';
import { makeAssignment } from '../../src/lib/experts/makeAssignment';
import { listRunOutputs } from '../../src/lib/experts/outputs';
import { askedDimensions } from '../../src/lib/metrics/expert/askedDimensions';
import type { StoredReview } from '../../src/lib/store/reviews';
import { formatReviewAddress } from '../../src/routes/review/reviewAddress';
import { press } from './actions';
import { findBarriers } from './findBarriers';
import { judge, readDemo, storeRuns } from './judgedDemo';
import { find, visit, type Visit } from './openSite';
import type { StoredEntries } from './storedDemo';

const raterScores: Readonly<Record<JudgeDimension, number>> = {
  anatomical_accuracy: 5,
  clinical_finding_accuracy: 7,
  instruction_compliance: 3,
  cross_modal_consistency: 8,
  hallucination_omission_control: 4
};

/** The demo with its edits judged, and two outputs of every task rated, each output alike. */
async function storeReview(): Promise<{ stored: StoredEntries; digest: string }> {
  const run = readDemo().find(({ system }) => system === 'demo-careful')!;
  const edits = run.rows.flatMap(({ format }, i) => (format === 'edit' ? [i] : []));
  const assignment = await makeAssignment([listRunOutputs(run)], {
    ...{ title: 'Pilot', createdAt: '2026-01-01T00:00:00.000Z', scale: 10, showsReference: true },
    ...{ perTask: 2, seed: 7, salt: 'a salt of sixteen letters' }
  });
  const rated = assignment.items.map(({ id, task }) => {
    const scores = Object.fromEntries(askedDimensions(task).map((one) => [one, raterScores[one]]));
    return { item: id, scores, comment: '', ratedAt: '2026-01-02T00:00:00.000Z' } satisfies Rating;
  });
  const { digest } = assignment;
  const review: StoredReview = { assignment, rater: 'Dr A', files: [], choices: {} };
  return {
    digest,
    stored: {
      ...storeRuns([judge(run, edits, ['w-gt'])]),
      'medgen-bench-viewer/reviews': [[digest, review]],
      'medgen-bench-viewer/review-ratings': rated.map((one) => [`${digest}/${one.item}`, one])
    }
  };
}

describe('judge and raters', () => {
  let tab: Visit;

  beforeAll(async () => {
    const { stored, digest } = await storeReview();
    tab = await visit(`review/#${formatReviewAddress({ digest, tab: 'agreement' })}`, stored);
  });

  afterAll(() => tab.close());

  it('are compared where both scored, with n and the reason where a correlation has no value', async () => {
    const table = await find(
      tab.page,
      '::-p-xpath(//table[starts-with(@aria-label, "Judge and raters: Spearman")])'
    );
    await tab.page.waitForFunction((node) => node!.querySelectorAll('tbody tr').length === 17, {}, table);
    const all = await table!.$eval('tbody tr', (row) => row.textContent.replaceAll(/\s+/g, ' '));
    // The rater gave every output the same score.
    expect(all).toContain('all values of one side are equal; n 12');
  });

  it('have a mean absolute difference and a Bland–Altman plot with bias and limits', async () => {
    const { page } = tab;
    const measure = await find(
      page,
      '::-p-xpath(//section[@aria-labelledby="judge-rater"]//select[.//option[@value="difference"]])'
    );
    await measure!.select('difference');
    const table = await find(
      page,
      '::-p-xpath(//table[starts-with(@aria-label, "Judge and raters: Mean absolute difference")])'
    );
    await page.waitForFunction((node) => node!.querySelectorAll('tbody tr').length === 17, {}, table);
    const all = await table!.$eval('tbody tr', (row) => row.textContent.replaceAll(/\s+/g, ' '));
    expect(all).toMatch(/All tasks ?\d\.\d\d \d\.\d\d to \d\.\d\d n 12/);
    await find(
      page,
      '::-p-xpath(//figure[starts-with(@aria-label, "Bland–Altman: Overall")]//*[name()="svg"])'
    );
    expect(await page.$eval('figure', (figure) => figure.textContent)).toMatch(/n 12 · bias .* 95 % limits/);
  });

  it('open the sample that they disagree on', async () => {
    const { page } = tab;
    expect(await findBarriers(page)).toEqual([]);
    const link = await find(page, '::-p-xpath(//table[@aria-label="Disagreements"]//a)');
    const sampleId = await link!.evaluate((node) => node.textContent);
    await press(page, '::-p-xpath(//table[@aria-label="Disagreements"]//a)');
    await page.waitForSelector(`::-p-aria([role="dialog"][name="Sample ${sampleId}"])`);
    expect(tab.errors).toEqual([]);
  });
});
