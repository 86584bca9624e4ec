import { describe, expect, it } from 'vitest';
import {
  isRanked,
  manuscriptRules,
  placeScore,
  thresholdRules,
  type BoardCell,
  type BoardJudge,
  type ScoredSystem
} from '../../src/lib/benchmark/boardRules';
import { publishedMetricIds } from '../../src/lib/benchmark/publishedResults';
import { identifyData, release } from '../../src/lib/benchmark/release';

const judge: BoardJudge = {
  view: 'w-gt',
  model: 'Qwen/Qwen3-VL-8B-Instruct',
  scale: 5,
  prompt: 'medgen-viewer 1',
  promptHash: 'a'.repeat(64)
};

const mean = (value: number, n = 24) => ({ n, mean: value, ciLow: value - 0.1, ciHigh: value + 0.1 });

function makeSystem(
  metrics: Readonly<Record<string, ReturnType<typeof mean>>>,
  facts: Partial<ScoredSystem> = {}
): ScoredSystem {
  return {
    system: 'gpt',
    kind: null,
    protocol: 'Official evaluator (2026)',
    dataset: 'MedGEN-Bench',
    datasetRevision: release.revision,
    data: 'release',
    judges: [],
    predictions: null,
    formats: { edit: { samples: 24, metrics } },
    ...facts
  };
}

const wordOf = (cell: BoardCell): string | null => (cell.value === null ? cell.word : null);

describe('a value beside the published ones', () => {
  it('is in percent where Table 3 is, with its interval', () => {
    const cell = placeScore(manuscriptRules.ssim, makeSystem({ ssim: mean(0.5) }), 'edit');
    expect(cell).toEqual({ value: 50, n: 24, low: 40, high: 60, caveat: null });
  });

  it('stays in dB for PSNR', () => {
    const cell = placeScore(manuscriptRules.psnr, makeSystem({ psnr: mean(20) }), 'edit');
    expect(cell).toMatchObject({ value: 20, low: 19.9, high: 20.1 });
  });

  it.each([
    ['lpips', 'lpips'],
    ['mii', 'image-embedding'],
    ['bleu', 'bleu'],
    ['bertscore', 'bertscore']
  ] as const)('is a hundred times the mean for %s', (column, metricId) => {
    const cell = placeScore(manuscriptRules[column], makeSystem({ [metricId]: mean(0.25) }), 'edit');
    expect(cell.value).toBe(25);
  });

  it('is never of other weights: LPIPS on VGG is named as the reason', () => {
    const cell = placeScore(manuscriptRules.lpips, makeSystem({ 'lpips:vgg': mean(0.25) }), 'edit');
    expect(cell).toMatchObject({ value: null, word: 'other weights' });
    expect(cell.value === null && cell.reason).toContain('lpips:vgg');
  });

  it('is missing with its reason where the run has none', () => {
    expect(wordOf(placeScore(manuscriptRules.ssim, makeSystem({}), 'edit'))).toBe('not scored');
    expect(wordOf(placeScore(manuscriptRules.ssim, makeSystem({ ssim: mean(0.5) }), 'generate'))).toBe(
      'not scored'
    );
  });

  it('is withheld for EM, because Table 3 does not say what an answer without a parse counts', () => {
    expect(wordOf(placeScore(manuscriptRules.em, makeSystem({ em: mean(0.5) }), 'edit'))).toBe('NA unclear');
  });

  it('is withheld on other data and of another protocol', () => {
    const metrics = { ssim: mean(0.5) };
    expect(wordOf(placeScore(manuscriptRules.ssim, makeSystem(metrics, { data: 'other' }), 'edit'))).toBe(
      'other data'
    );
    const imported = makeSystem(metrics, { protocol: 'Official evaluator (2025)' });
    expect(wordOf(placeScore(manuscriptRules.ssim, imported, 'edit'))).toBe('other protocol');
  });

  it('is withheld in every column of the first version, which prints no threshold', () => {
    const system = makeSystem({ ssim: mean(0.5), bertscore: mean(0.9) });
    for (const id of publishedMetricIds) {
      expect(wordOf(placeScore(thresholdRules[id], system, 'edit'))).toBe('no threshold');
    }
  });
});

describe('a judge’s value beside the published ones', () => {
  const rule = manuscriptRules['judge-with-reference'];
  const metrics = { 'judge-w-gt-overall': mean(3.5) };
  const place = (facts: Partial<BoardJudge>) =>
    placeScore(rule, makeSystem(metrics, { judges: [{ ...judge, ...facts }] }), 'edit');

  it('stands where model, scale and view are those of Table 3, with the prompt as a caveat', () => {
    expect(place({})).toMatchObject({ value: 3.5, caveat: expect.stringContaining('prompt') as string });
    expect(place({ model: 'qwen3-vl-8b-instruct' }).value).toBe(3.5);
  });

  it('is withheld of another model, also one whose name only begins alike', () => {
    expect(wordOf(place({ model: 'gpt-4o' }))).toBe('other judge');
    expect(wordOf(place({ model: 'Qwen/Qwen3-VL-8B-Instruct-FP8' }))).toBe('other judge');
  });

  it('is withheld on the scale of 10, and in a view that was not judged', () => {
    expect(wordOf(place({ scale: 10 }))).toBe('scale 1–10');
    expect(wordOf(place({ view: 'wo-gt' }))).toBe('not judged');
  });

  it('is never ranked', () => {
    const whole = { 'judge-w-gt-overall': mean(3.5, release.sizes.edit) };
    const system = makeSystem(whole, { judges: [judge] });
    expect(isRanked(placeScore(rule, system, 'edit'), system, 'edit')).toBe(false);
  });
});

describe('best and second', () => {
  it('are open to a value of every sample of the pinned release, and to no other', () => {
    const rank = (n: number, facts: Partial<ScoredSystem> = {}) => {
      const system = makeSystem({ ssim: mean(0.9, n) }, facts);
      return isRanked(placeScore(manuscriptRules.ssim, system, 'edit'), system, 'edit');
    };
    expect(rank(3872)).toBe(true);
    expect(rank(3871)).toBe(false);
    expect(rank(3872, { data: 'claimed' })).toBe(false);
  });
});

describe('what the samples are', () => {
  const id = 'medgen:image_editing:train-00000-of-00010:000123';

  it('is the release only by its pinned revision', () => {
    expect(identifyData(release.revision, [id])).toBe('release');
    expect(identifyData(undefined, [id])).toBe('claimed');
    expect(identifyData('main', [id])).toBe('claimed');
  });

  it('is other data for the demo, for one foreign id among many, and for no samples', () => {
    expect(identifyData(undefined, ['demo:vqa:demo-00000-of-00001:000000'])).toBe('other');
    expect(identifyData(release.revision, [id, 'mine'])).toBe('other');
    expect(identifyData(release.revision, [])).toBe('other');
  });
});
