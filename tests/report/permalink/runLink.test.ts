import { beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../../../src/lib/core/problem';
import type { ScoreRow } from '../../../src/lib/core/score';
import type { Kernels } from '../../../src/lib/kernels/Kernels';
import type { MetricMeta } from '../../../src/lib/metrics/metric';
import { metrics } from '../../../src/lib/metrics/registry';
import { officialMetas } from '../../../src/lib/metrics/runMetas';
import { writeFragment } from '../../../src/lib/report/permalink/fragment';
import { aimedCharacters, readRunLink, writeRunLink } from '../../../src/lib/report/permalink/runLink';
import { shareRun } from '../../../src/lib/report/permalink/shareRun';
import type { SharedRun } from '../../../src/lib/report/permalink/SharedRun';
import { aggregate } from '../../../src/lib/stats/aggregate';
import { loadKernels } from '../../kernels/loadKernels';
import { makeRow, missing } from '../../stats/rows';
import { makeRun } from '../makeRun';
import { makeFullRows } from './fullRun';
import { runContent } from './runContent';

/** As long as an address of GitHub Pages may well be. */
const addressCharacters = 80;

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const allMetas = metrics.map(({ meta }) => meta);
const [psnr, ssim] = officialMetas as [MetricMeta, MetricMeta];

function share(rows: readonly ScoreRow[], metas: readonly MetricMeta[], facts = {}): Promise<SharedRun> {
  const versions = Object.fromEntries(metas.map(({ id, version }) => [id, version]));
  const run = {
    ...makeRun(rows, { metrics: versions, ...facts }),
    source: 'ab'.repeat(32),
    fingerprints: []
  };
  return shareRun({ run, metrics: metas, groups: aggregate(rows, metas) }, kernels);
}

async function codeOf(content: unknown): Promise<string | null> {
  try {
    await readRunLink(await writeFragment(content as string));
    return null;
  } catch (error) {
    if (error instanceof DataError) return error.problem.code;
    throw error;
  }
}

describe('a link to a run', () => {
  it('holds 16 tasks by the official metrics with n and intervals in 1,900 characters', async () => {
    const shared = await share(makeFullRows(officialMetas, 420), officialMetas);
    const { fragment, shared: kept } = await writeRunLink(shared, addressCharacters);
    expect(fragment.length + addressCharacters).toBeLessThanOrEqual(aimedCharacters);
    expect(kept.omitted).toEqual(['the scores by modality']);
    const read = await readRunLink(fragment);
    expect(read).toEqual(kept);
    const cells = read.groups.flatMap(({ byTask }) => byTask).flatMap((group) => [...group.cells.values()]);
    expect(cells.length).toBeGreaterThan(60);
    expect(cells.every(({ n, interval }) => n === 420 && interval.ciLow !== null)).toBe(true);
  });

  it('leaves out the breakdowns one by one, and never the totals', async () => {
    const shared = await share(makeFullRows(allMetas, 60), allMetas);
    const omittedAt = async (others: number) => (await writeRunLink(shared, others)).shared;
    const none = await omittedAt(-10_000);
    expect(none.omitted).toEqual([]);
    const all = await omittedAt(aimedCharacters);
    expect(all.omitted).toHaveLength(3);
    expect(all.groups.flatMap(({ byTask, byModality }) => [...byTask, ...byModality])).toEqual([]);
    expect(all.groups.map(({ cells }) => cells.size)).toEqual(shared.groups.map(({ cells }) => cells.size));
    const official = (await writeRunLink(shared, addressCharacters)).shared;
    expect(official.omitted).toEqual(none.omitted.concat(all.omitted.slice(0, official.omitted.length)));
  });

  it('leaves out by task first what is not official, and nothing else of the tasks', async () => {
    const shared = await share(makeFullRows(allMetas, 20), allMetas);
    const lengths = await Promise.all(
      [...Array(50).keys()].map((i) => writeRunLink(shared, 200 * i - 8_000))
    );
    const some = lengths.find((link) => link.shared.omitted.length === 2)!;
    const official = new Set(officialMetas.map(({ id }) => id));
    const all = shared.groups.flatMap(({ byTask }) => byTask);
    const kept = (await readRunLink(some.fragment)).groups.flatMap(({ byTask }) => byTask);
    expect(kept.map(({ key }) => key)).toEqual(all.map(({ key }) => key));
    for (const [i, { cells }] of kept.entries()) {
      const own = [...all[i]!.cells.keys()];
      expect([...cells.keys()]).toEqual(own.filter((id) => official.has(id)));
    }
    expect(all.some(({ cells }) => [...cells.keys()].some((id) => !official.has(id)))).toBe(true);
    const first = lengths.find((link) => link.shared.omitted.length === 1)!;
    expect((await readRunLink(first.fragment)).groups.flatMap(({ byTask }) => byTask)).toEqual(all);
  });

  it('shortens names that are too long, and says so by an ellipsis', async () => {
    const long = { system: 's'.repeat(201), dataset: 'd'.repeat(200), protocol: 'p'.repeat(121) };
    const shared = await share([makeRow()], [psnr], long);
    const read = await readRunLink((await writeRunLink(shared, 0)).fragment);
    expect(read).toMatchObject({
      system: `${'s'.repeat(199)}…`,
      dataset: 'd'.repeat(200),
      protocol: `${'p'.repeat(119)}…`
    });
  });

  it('has no hash where the run does not know its files', async () => {
    const run = { ...makeRun([]), source: '', fingerprints: [] };
    const shared = await shareRun({ run, metrics: [], groups: [] }, kernels);
    expect(shared.predictions).toBeNull();
  });

  it('gives back counts, hash, versions and what has no value', async () => {
    const rows = [
      makeRow({ scores: { psnr: { value: 30.125 }, ssim: missing('too small') } }),
      makeRow({ unscored: 'image missing' }),
      makeRow({ format: null, task: null, unscored: 'not valid JSON' })
    ];
    const shared = await share(rows, [psnr, ssim], {
      metrics: { psnr: '1', ssim: '0.9' },
      counts: { found: 3, scored: 1, unscored: 2, missing: 7 }
    });
    const { fragment } = await writeRunLink(shared, 0);
    const read = await readRunLink(fragment);
    expect(read).toEqual(shared);
    expect(read.metrics.map(({ version }) => version)).toEqual(['1', '0.9']);
    expect(read.counts.missing).toBe(7);
    expect(read.groups.map(({ key, found }) => [key, found])).toEqual([
      ['edit', 2],
      [null, 1]
    ]);
    expect(read.groups[0]?.cells.get('ssim')).toMatchObject({ n: 0, unscored: 2, mean: null });
    expect(read.groups[0]?.cells.get('psnr')).toMatchObject({ n: 1, unscored: 1, mean: 30.13, std: 0 });
  });

  it('rounds each number as the run page shows it, ties and minus signs too', async () => {
    const values = [-0.00005, 0.00015, -0.5, 0.96745, 0.12345];
    const rows = values.map((value, i) => makeRow({ sampleId: `s${i}`, scores: { ssim: { value } } }));
    const shared = await share(rows, [ssim]);
    const group = aggregate(rows, [ssim])[0]!;
    const own = group.cells.get('ssim')!;
    const cell = (await readRunLink((await writeRunLink(shared, 0)).fragment)).groups[0]!.cells.get('ssim')!;
    const { ciLow, ciHigh } = own.interval(kernels);
    expect(cell.mean?.toFixed(cell.decimals)).toBe(own.mean?.toFixed(cell.decimals));
    expect(cell.std?.toFixed(cell.decimals)).toBe(own.std?.toFixed(cell.decimals));
    expect(cell.interval.ciLow?.toFixed(cell.decimals)).toBe(ciLow?.toFixed(cell.decimals));
    expect(cell.interval.ciHigh?.toFixed(cell.decimals)).toBe(ciHigh?.toFixed(cell.decimals));
  });

  it('describes metrics that this release does not know', async () => {
    const judge: MetricMeta = {
      ...ssim,
      id: 'judge-w-gt-overall',
      label: 'Judge',
      unit: 'of 10',
      group: 'judge'
    };
    const rows = [makeRow({ scores: { 'judge-w-gt-overall': { value: 7 } } })];
    const shared = await share(rows, [judge]);
    const read = await readRunLink((await writeRunLink(shared, 0)).fragment);
    expect(read.metrics[0]).toMatchObject({
      id: 'judge-w-gt-overall',
      label: 'Judge',
      unit: 'of 10',
      group: 'judge'
    });
    expect(read.groups[0]?.cells.get('judge-w-gt-overall')?.mean).toBe(7);
  });
});

describe('the content of a link', () => {
  it('is what the schema says', async () => {
    expect(await codeOf(runContent)).toBeNull();
  });

  it.each([
    ['no object', []],
    ['a further field', { ...runContent, html: '<b>' }],
    ['a missing field', { ...runContent, system: undefined }],
    ['a name that is too long', { ...runContent, system: 'x'.repeat(201) }],
    ['a number for a name', { ...runContent, system: 1 }],
    ['a date that is none', { ...runContent, day: '<script>' }],
    ['a hash that is none', { ...runContent, predictions: 'x'.repeat(64) }],
    ['a negative count', { ...runContent, counts: [-1, 0, 0, null] }],
    ['a broken count', { ...runContent, counts: [1.5, 0, 0, null] }],
    ['too many metrics', { ...runContent, metrics: Array.from({ length: 65 }, (_, i) => [`m${i}`, '1']) }],
    [
      'one metric twice',
      {
        ...runContent,
        metrics: [
          ['ssim', '1'],
          ['ssim', '2']
        ]
      }
    ],
    ['one format twice', { ...runContent, groups: [...runContent.groups, ...runContent.groups] }],
    ['an unknown format', { ...runContent, groups: [[3, 1, 0, [], [], []]] }],
    [
      'one task twice',
      {
        ...runContent,
        groups: [
          [
            1,
            1,
            0,
            [],
            [
              [4, 1, 0, []],
              [4, 1, 0, []]
            ],
            []
          ]
        ]
      }
    ],
    ['a cell of another length', { ...runContent, groups: [[1, 1, 0, [[1, 0, 5]], [], []]] }]
  ])('is refused with %s', async (_, content) => {
    expect(await codeOf(content)).toBe('link-content');
  });

  it('that is refused names the field', async () => {
    const told = async (content: unknown) => {
      const error: unknown = await readRunLink(await writeFragment(content as string)).catch(
        (refusal: unknown) => refusal
      );
      const { what, where, got } = (error as DataError).problem;
      expect(what).toBe('this link is whole, but it does not hold a run');
      return [where.field, got];
    };
    expect(await told({ ...runContent, system: 1 })).toEqual(['system', expect.stringMatching(/^system: /)]);
    expect(await told('run')).toEqual(['content', expect.stringMatching(/^content: /)]);
    const twice = [...runContent.groups, ...runContent.groups];
    expect(await told({ ...runContent, groups: twice })).toEqual(['content', 'content: the same line twice']);
  });

  it('means these numbers, cell by cell', async () => {
    const { groups } = await readRunLink(await writeFragment(runContent));
    const [group] = groups;
    // 3013 hundredths; 15 tenths, from 10 to 20, with a deviation of 5 and 2 of 2 values that pass.
    expect(group!.cells.get('psnr')).toMatchObject({
      n: 1,
      unscored: 1,
      mean: 30.13,
      std: 0,
      accuracyRate: 1
    });
    expect(group!.cells.get('ssim')).toMatchObject({
      n: 0,
      unscored: 2,
      mean: null,
      std: null,
      accuracyRate: null
    });
    expect(group!.cells.get('study')).toMatchObject({
      ...{ n: 2, unscored: 0, mean: 1.5, std: 0.5, accuracyRate: 1, decimals: 1 },
      interval: { ciLow: 1, ciHigh: 2 }
    });
    expect(group!.byTask[0]!.cells.get('study')).toMatchObject({ n: 2, mean: 1.5, std: null });
    expect(group!.byModality[0]!.cells.has('study')).toBe(false);
  });

  it('with a metric that is neither known nor described leaves that one out, not its neighbours', async () => {
    const metrics = [['psnr', '1'], ['unheard-of', '1'], runContent.metrics[2]];
    const read = await readRunLink(await writeFragment({ ...runContent, metrics } as never));
    expect(read.metrics.map(({ id }) => id)).toEqual(['psnr', 'study']);
    expect([...read.groups[0]!.cells.keys()]).toEqual(['psnr', 'study']);
    expect(read.groups[0]!.cells.get('study')!.mean).toBe(1.5);
  });

  it('cannot claim a rate of nothing, or of more than all', async () => {
    const rateOf = async (n: number, passed: number) => {
      const cells = [[n, 1, 3013, 0, 0, 2, 0, passed]];
      const groups = [[1, 2, 1, cells, [], []]];
      const read = await readRunLink(await writeFragment({ ...runContent, groups } as never));
      return read.groups[0]!.cells.get('psnr')!.accuracyRate;
    };
    expect([await rateOf(0, 0), await rateOf(2, 5), await rateOf(4, 1)]).toEqual([null, 1, 0.25]);
  });

  it('never reaches a prototype', async () => {
    const polluted = JSON.stringify(runContent).replace('{', '{"__proto__":{"polluted":1},');
    expect(await codeOf(JSON.parse(polluted))).toBe('link-content');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
