import { beforeAll, describe, expect, it } from 'vitest';
import type { ScoreRow } from '../../../src/lib/core/score';
import type { Kernels } from '../../../src/lib/kernels/Kernels';
import type { MetricMeta } from '../../../src/lib/metrics/metric';
import { officialMetas } from '../../../src/lib/metrics/runMetas';
import { neuralMetas } from '../../../src/lib/metrics/neural/meta';
import { compareShared, type Rescored } from '../../../src/lib/report/permalink/compareShared';
import { shareRun } from '../../../src/lib/report/permalink/shareRun';
import type { SharedCell, SharedRun } from '../../../src/lib/report/permalink/SharedRun';
import { aggregate } from '../../../src/lib/stats/aggregate';
import { loadKernels } from '../../kernels/loadKernels';
import { makeRow } from '../../stats/rows';
import { makeRun } from '../makeRun';
import { makeFullRows } from './fullRun';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const source = 'ab'.repeat(32);
const names = {
  format: (key: string | null) => `format ${key}`,
  task: (key: string | null) => `task ${key}`,
  modality: (key: string | null) => `modality ${key}`
};

function rescore(rows: readonly ScoreRow[], metas: readonly MetricMeta[]): Rescored {
  const versions = Object.fromEntries(metas.map(({ id, version }) => [id, version]));
  const run = { ...makeRun(rows, { metrics: versions }), source, fingerprints: [] };
  return { run, metrics: metas, groups: aggregate(rows, metas) };
}

const compare = (shared: SharedRun, files: Rescored) => compareShared(shared, files, kernels, names);
const share = (files: Rescored) => shareRun(files, kernels);

/** Four scored images and one without a value. */
function smallRows(psnrs: readonly number[] = [20.123_4, 30.5, 25.25, 28.75]): ScoreRow[] {
  const scored = psnrs.map((value, i) =>
    makeRow({ sampleId: `s${i}`, line: i + 1, scores: { psnr: { value } } })
  );
  const none = { psnr: { value: null, reason: 'other sizes' } };
  return [...scored, makeRow({ sampleId: 'none', line: 9, scores: none })];
}

const psnr = officialMetas.find(({ id }) => id === 'psnr')!;

/** The link with one cell of the whole format changed. */
function changeCell({ groups, ...rest }: SharedRun, id: string, change: Partial<SharedCell>): SharedRun {
  const [first, ...others] = groups;
  const cells = new Map(first!.cells);
  cells.set(id, { ...cells.get(id)!, ...change });
  return { ...rest, groups: [{ ...first!, cells }, ...others] };
}

/** How many numbers a link shows. */
function countShown({ groups }: SharedRun): number {
  const all = groups.flatMap((group) => [group, ...group.byTask, ...group.byModality]);
  const cells = all.flatMap((group) => [...group.cells.values()]);
  const values = cells.flatMap(({ mean, std, accuracyRate, interval }) => [
    ...[mean, std, accuracyRate, interval.ciLow, interval.ciHigh].filter((value) => value !== null)
  ]);
  // Predictions found, scored, unscored; predictions of each group; n and unscored of each cell.
  return 3 + all.length + 2 * cells.length + values.length;
}

describe('a link and the files that it is of', () => {
  it('agree in every number that the link shows', async () => {
    const files = rescore(makeFullRows(officialMetas, 6), officialMetas);
    const shared = await share(files);
    const verdict = compare(shared, files);
    expect(verdict).toMatchObject({ differences: [], unchecked: [], samePredictions: true });
    expect(verdict.agreed).toBe(countShown(shared));
    expect(verdict.agreed).toBeGreaterThan(500);
  });

  it('are told by the hash of the predictions to be of the same, of others, or of nobody knows which', async () => {
    const files = rescore(smallRows(), [psnr]);
    const shared = await share(files);
    const same = (predictions: string | null) => compare({ ...shared, predictions }, files).samePredictions;
    expect([same(source), same('cd'.repeat(32)), same(null)]).toEqual([true, false, null]);
  });
});

describe('a number of the link that the files do not give', () => {
  it.each([
    ['mean', { mean: 26.17 }, '26.17', /^26\.155/],
    ['standard deviation', { std: 1.5 }, '1.50', /^3\.9627/],
    ['n', { n: 5 }, '5', /^4$/],
    ['unscored', { unscored: 0 }, '0', /^1$/]
  ] as const)('is named with both values: %s', async (what, change, shown, found) => {
    const files = rescore(smallRows(), [psnr]);
    const shared = await share(files);
    const { agreed, differences } = compare(changeCell(shared, 'psnr', change), files);
    expect(differences).toEqual([
      {
        what: expect.stringMatching(new RegExp(`^${psnr.label}, format edit: ${what}`)) as string,
        shown,
        found: expect.stringMatching(found) as string
      }
    ]);
    expect(agreed).toBe(countShown(shared) - 1);
  });

  it.each(['ciLow', 'ciHigh'] as const)('is named where it is an end of an interval: %s', async (end) => {
    const files = rescore(smallRows(), [psnr]);
    const shared = await share(files);
    const { interval } = shared.groups[0]!.cells.get('psnr')!;
    const changed = changeCell(shared, 'psnr', { interval: { ...interval, [end]: interval[end]! + 0.01 } });
    expect(compare(changed, files).differences).toHaveLength(1);
  });

  it('is named where it counts predictions, of the run and of a group', async () => {
    const files = rescore(smallRows(), [psnr]);
    const shared = await share(files);
    for (const count of ['found', 'scored', 'unscored'] as const) {
      const counts = { ...shared.counts, [count]: 77 };
      const [difference, ...others] = compare({ ...shared, counts }, files).differences;
      expect([difference, others]).toEqual([
        { what: `predictions ${count}`, shown: '77', found: String(shared.counts[count]) },
        []
      ]);
    }
    const groups = shared.groups.map((group) => ({ ...group, found: 77 }));
    expect(compare({ ...shared, groups }, files).differences).toEqual([
      { what: 'format edit: predictions', shown: '77', found: '5' }
    ]);
  });

  it('is looked for in its own task and modality', async () => {
    const rows = smallRows().map((row, i) => ({
      ...row,
      ...(i % 2 === 0 && { task: 'artifact-removal' as const, modality: 'MRI' as const })
    }));
    const files = rescore(rows, [psnr]);
    const shared = await share(files);
    const [group] = shared.groups;
    const swap = <One>([first, second]: readonly One[]): readonly One[] => [second!, first!];
    expect(compare({ ...shared, groups: [{ ...group!, byTask: swap(group!.byTask) }] }, files)).toMatchObject(
      {
        differences: []
      }
    );
    const worse = group!.byTask.map((part) => ({
      ...part,
      cells: new Map([...part.cells].map(([id, cell]) => [id, { ...cell, mean: cell.mean! + 1 }]))
    }));
    const inTasks = compare({ ...shared, groups: [{ ...group!, byTask: worse }] }, files).differences;
    expect(inTasks.map(({ what }) => what.split(': ')[0])).toEqual(
      group!.byTask.map(({ key }) => `${psnr.label}, format edit, task ${key}`)
    );
    const others = group!.byModality.map((part) => ({ ...part, found: part.found + 1 }));
    const inModalities = compare({ ...shared, groups: [{ ...group!, byModality: others }] }, files);
    expect(inModalities.differences.map(({ what }) => what)).toEqual(
      group!.byModality.map(({ key }) => `format edit, modality ${key}: predictions`)
    );
  });

  it('has no counterpart where the files have no such format', async () => {
    const files = rescore(smallRows(), [psnr]);
    const shared = await share(files);
    const { differences, agreed } = compare(shared, { ...files, groups: [] });
    expect(agreed).toBe(3);
    expect(differences.find(({ what }) => what.includes('mean'))).toMatchObject({ found: 'no value' });
    expect(differences.find(({ what }) => what === 'format edit: predictions')).toMatchObject({ found: '0' });
    // Every number but the counts of the whole run; those that are 0 on both sides agree.
    expect(differences.length).toBeGreaterThan(10);
  });
});

it('a mean of 0 is not what files without a value give', async () => {
  const files = rescore(smallRows([0, 0]), [psnr]);
  const shared = await share(files);
  expect(shared.groups[0]!.cells.get('psnr')).toMatchObject({ mean: 0, std: 0 });
  const { differences } = compare(shared, { ...files, groups: [] });
  const values = differences.filter(({ found }) => found === 'no value').map(({ what }) => what);
  expect(values).toContain(`${psnr.label}, format edit: mean`);
});

describe('how far a number may be from the files', () => {
  /** One more or less in the last place that the link shows. */
  const lastPlace = 10 ** -psnr.digits;

  it.each([
    [0.49, true],
    [0.51, false],
    [-0.49, true],
    [-0.51, false]
  ])('half of the last place and no more: %d', async (places, agrees) => {
    const files = rescore(smallRows([26, 26, 26]), [psnr]);
    const shared = changeCell(await share(files), 'psnr', { mean: 26 + places * lastPlace });
    expect(compare(shared, files).differences).toHaveLength(agrees ? 0 : 1);
  });

  it('nothing at all for a rate, which a link holds exactly', async () => {
    const ssim = officialMetas.find(({ id }) => id === 'ssim')!;
    const rows = [0.2, 0.99, 0.995].map((value, i) =>
      makeRow({ sampleId: `s${i}`, line: i, scores: { ssim: { value } } })
    );
    const files = rescore(rows, [ssim]);
    const shared = await share(files);
    const { accuracyRate } = shared.groups[0]!.cells.get('ssim')!;
    expect(accuracyRate).toBe(2 / 3);
    const changed = changeCell(shared, 'ssim', { accuracyRate: accuracyRate! + 1e-6 });
    expect(compare(changed, files).differences.map(({ what }) => what)).toEqual([
      expect.stringMatching(/accuracy rate$/)
    ]);
  });

  it('a ten thousandth more for what a network gives, which another machine computes otherwise', async () => {
    const lpips = { ...neuralMetas.lpips, digits: 6 };
    const scores = (id: string) =>
      [0.5, 0.5, 0.5].map((value, i) => makeRow({ sampleId: `s${i}`, line: i, scores: { [id]: { value } } }));
    const files = rescore(scores(lpips.id), [lpips]);
    const differencesAt = async (mean: number) =>
      compare(changeCell(await share(files), lpips.id, { mean }), files).differences.length;
    expect([await differencesAt(0.500_1), await differencesAt(0.500_102)]).toEqual([0, 1]);
    // Not for a metric whose name only ends like one.
    const other = { ...psnr, id: 'my-lpips', digits: 6 };
    const plain = rescore(scores(other.id), [other]);
    const shared = changeCell(await share(plain), other.id, { mean: 0.500_05 });
    expect(compare(shared, plain).differences).toHaveLength(1);
  });
});

describe('a metric that cannot be computed again', () => {
  it.each([
    ['official', 'it was not computed here (a model may be missing)'],
    ['judge', 'a judge’s or an expert’s scores are not in the predictions'],
    ['expert', 'a judge’s or an expert’s scores are not in the predictions']
  ] as const)(
    'is named with the reason, and its numbers are neither right nor wrong: %s',
    async (group, why) => {
      const files = rescore(smallRows(), [psnr]);
      const shared = await share(files);
      const metrics = [{ ...shared.metrics[0]!, group }];
      const verdict = compare({ ...shared, metrics }, { ...files, metrics: [] });
      expect(verdict.unchecked).toEqual([`${psnr.label}: ${why}`]);
      expect([verdict.differences, verdict.agreed]).toEqual([[], 3 + 3]);
    }
  );

  it('is one of another version, too', async () => {
    const files = rescore(smallRows(), [psnr]);
    const shared = await share(files);
    const metrics = [{ ...shared.metrics[0]!, version: '0' }];
    const computed = [officialMetas.find(({ id }) => id === 'ssim')!, psnr];
    expect(compare({ ...shared, metrics }, { ...files, metrics: computed }).unchecked).toEqual([
      `${psnr.label}: the link has version 0, this viewer computes version ${psnr.version}`
    ]);
  });
});
