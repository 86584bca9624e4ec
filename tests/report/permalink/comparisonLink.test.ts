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
  });
});
