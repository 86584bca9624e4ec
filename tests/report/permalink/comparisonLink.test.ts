import { beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../../../src/lib/core/problem';
import type { Kernels } from '../../../src/lib/kernels/Kernels';
import { metrics } from '../../../src/lib/metrics/registry';
import {
  readComparisonLink,
  writeComparisonLink,
  type ComparisonToShare
} from '../../../src/lib/report/permalink/comparisonLink';
import { compareTables } from '../../../src/lib/report/permalink/compareTables';
import { writeFragment } from '../../../src/lib/report/permalink/fragment';
import { compareHere } from '../../stats/comparison/runs';
import { loadKernels } from '../../kernels/loadKernels';
import { makeRun } from '../makeRun';
import { makeFullRows } from './fullRun';

const metas = metrics.map(({ meta }) => meta);
let kernels: Kernels;
let input: ComparisonToShare;

beforeAll(async () => {
  kernels = await loadKernels();
  const versions = Object.fromEntries(metas.map(({ id, version }) => [id, version]));
  const runs = ['a', 'b'].map((system, i) => ({
    ...makeRun(makeFullRows(metas, 5, i), { id: system, system, metrics: versions }),
    source: `${i}`.repeat(64),
    fingerprints: []
  }));
  const comparison = await compareHere(
    runs.map((run) => ({ run, metrics: metas })),
    kernels
  );
  input = { comparison, runs, metas: new Map(metas.map((meta) => [meta.id, meta])), baseline: 0 };
});

async function codeOf(content: unknown): Promise<string | null> {
  try {
    await readComparisonLink(await writeFragment(content as string));
    return null;
  } catch (error) {
    if (error instanceof DataError) return error.problem.code;
    throw error;
  }
}

describe('a link to a comparison', () => {
  it('gives back every cell that the page shows', async () => {
    const { fragment, shared } = await writeComparisonLink(input, -100_000);
    expect(shared.officialOnly).toBe(false);
    expect(await readComparisonLink(fragment)).toEqual(shared);
    expect(shared.runs.map(({ predictions }) => predictions)).toEqual(['0'.repeat(64), '1'.repeat(64)]);
    expect(shared.tables.map(({ caption }) => caption)).toHaveLength(3);
  });

  it('leaves out what is not official rather than being long', async () => {
    const { fragment, shared } = await writeComparisonLink(input, 80);
    expect(shared.officialOnly).toBe(true);
    expect(fragment.length + 80).toBeLessThanOrEqual(1900);
    expect(shared.tables.flatMap(({ rows }) => rows).length).toBeGreaterThan(5);
  });

  it('is refused when its content is none', async () => {
    const { shared } = await writeComparisonLink(input, 80);
    expect(await codeOf(shared)).toBeNull();
    expect(await codeOf({ ...shared, html: '' })).toBe('link-content');
    expect(await codeOf({ ...shared, baseline: 2 })).toBe('link-content');
    expect(await codeOf({ ...shared, runs: [] })).toBe('link-content');
    expect(await codeOf({ ...shared, tables: [{ caption: '', head: ['a'], rows: [['a', 'b']] }] })).toBe(
      'link-content'
    );
    expect(await codeOf({ ...shared, tables: [{ caption: '', head: [1], rows: [] }] })).toBe('link-content');
  });
});

describe('what a link to a comparison holds', () => {
  const fieldOf = async (content: unknown): Promise<unknown> => {
    const error: unknown = await readComparisonLink(await writeFragment(content as string)).catch(
      (refusal: unknown) => refusal
    );
    return error instanceof DataError
      ? [error.problem.where.field, error.problem.got, error.problem.what]
      : null;
  };
  const what = 'this link is whole, but it does not hold a comparison';

  it('is refused with the name of the field that is wrong', async () => {
    const { shared } = await writeComparisonLink(input, 80);
    expect(await fieldOf({ ...shared, samples: -1 })).toEqual(['samples', 'samples', what]);
    expect(await fieldOf({ ...shared, baseline: 2 })).toEqual(['baseline', 'baseline', what]);
    expect(await fieldOf('runs')).toEqual(['content', 'content', what]);
    const even = { caption: '', head: ['a', 'b'], rows: [['1', '2']] };
    const uneven = { caption: '', head: ['a', 'b'], rows: [['1', '2'], ['3']] };
    for (const tables of [[uneven], [even, uneven], [uneven, even]])
      expect(await fieldOf({ ...shared, tables })).toEqual(['tables', 'tables', what]);
    expect(await fieldOf({ ...shared, tables: [even] })).toBeNull();
  });

  it('names the versions of every metric in every run, and null where a run has it not', async () => {
    const [a, b] = input.runs;
    const runs = [
      { ...a!, metrics: { psnr: '1', ssim: '2' } },
      { ...b!, metrics: { psnr: '1', bleu: '3' }, source: '' }
    ];
    const { shared } = await writeComparisonLink({ ...input, runs }, 80);
    expect(shared.metrics).toEqual([
      ['psnr', '1', '1'],
      ['ssim', '2', null],
      ['bleu', null, '3']
    ]);
    expect(shared.runs.map(({ predictions }) => predictions)).toEqual(['0'.repeat(64), null]);
  });

  it('is read again however long its names are', async () => {
    const long = { system: 's'.repeat(300), dataset: 'd'.repeat(300), protocol: 'p'.repeat(300) };
    const runs = input.runs.map((run) => ({ ...run, ...long }));
    const { fragment } = await writeComparisonLink({ ...input, runs }, 80);
    const { runs: read } = await readComparisonLink(fragment);
    expect(read[0]).toMatchObject({
      system: 's'.repeat(200),
      dataset: 'd'.repeat(200),
      protocol: 'p'.repeat(120)
    });
  });
});

describe('the cells of a link', () => {
  const table = (cell: string) => [
    { caption: 'c', head: ['Metric', 'Run', 'p'], rows: [['SSIM', 'B', cell]] }
  ];

  it('agree with the same cells, and with nothing else', () => {
    expect(compareTables(table('0.5'), table('0.5'), true)).toMatchObject({ agreed: 1, differences: [] });
    const { agreed, differences } = compareTables(table('0.5'), table('0.6'), true);
    expect(agreed).toBe(0);
    expect(differences).toEqual([{ what: 'c, SSIM, run B: p', shown: '0.5', found: '0.6' }]);
    expect(compareTables(table('0.5'), [], null).differences[0]?.found).toBe('no value');
    expect(compareTables(table('0.5'), table('0.5'), null)).toMatchObject({
      unchecked: [],
      samePredictions: null
    });
  });

  it('are those of the same table, metric and run', () => {
    const head = ['Metric', 'Run', 'mean', 'p'];
    const rows = [
      ['SSIM', 'B', '1', '0.1'],
      ['SSIM', 'C', '2', '0.2'],
      ['PSNR', 'B', '3', '0.3']
    ];
    const shown = [
      { caption: 'Editing', head, rows },
      { caption: 'VQA', head, rows: [['SSIM', 'B', '4', '0.4']] }
    ];
    const found = [...shown].reverse().map((one) => ({ ...one, rows: one.rows.toReversed() }));
    expect(compareTables(shown, found, true)).toMatchObject({ agreed: 8, differences: [] });
    const { agreed, differences } = compareTables(shown, [{ caption: 'VQA', head, rows }], true);
    expect([agreed, differences.length]).toEqual([0, 8]);
    expect(differences.at(-1)).toEqual({ what: 'VQA, SSIM, run B: p', shown: '0.4', found: '0.1' });
    expect(differences[0]).toEqual({ what: 'Editing, SSIM, run B: mean', shown: '1', found: 'no value' });
  });
});
