import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelSet } from '../../src/lib/kernels/KernelSet';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { aggregate, breakdown, type Group } from '../../src/lib/stats/aggregate';
import type { MetricFacts } from '../../src/lib/stats/MetricColumn';
import { summarise } from '../../src/lib/stats/numerics/summarise';
import { makeRow, missing } from './rows';

const ssim: MetricFacts = {
  id: 'ssim',
  threshold: 0.7,
  higherIsBetter: true,
  formats: ['edit', 'generate']
};
const em: MetricFacts = {
  id: 'em',
  threshold: null,
  higherIsBetter: true,
  formats: ['vqa'],
  tasks: ['multiple-choice', 'blank-filling']
};

/** The cell of a group, which must be there. */
function cellOf(groups: readonly Group<unknown>[], key: unknown, metricId: string) {
  const cell = groups.find((group) => group.key === key)?.cells.get(metricId);
  if (!cell) throw new Error(`no cell ${String(key)} × ${metricId}`);
  return cell;
}

describe('the result tables', () => {
  it('average over the samples that have the metric, and count the others with their reasons', () => {
    const rows = [
      makeRow({ scores: { ssim: { value: 0.9 } } }),
      makeRow({ scores: { ssim: { value: 0.5 } } }),
      makeRow({ scores: { ssim: missing('under 7 px') }, unscored: 'under 7 px' }),
      makeRow({ scores: { ssim: missing('under 7 px') }, unscored: 'under 7 px' }),
      makeRow({ unscored: 'no output image' })
    ];
    const [table] = aggregate(rows, [ssim]);
    const reasons = [
      { reason: 'under 7 px', count: 2 },
      { reason: 'no output image', count: 1 }
    ];
    expect(table).toMatchObject({ key: 'edit', found: 5, unscored: 3, reasons });
    const cell = cellOf([table!], 'edit', 'ssim');
    expect(cell).toMatchObject({
      n: 2,
      unscored: 3,
      notApplicable: 0,
      mean: 0.7,
      accuracyRate: 0.5,
      reasons
    });
    expect(cell.std).toBeCloseTo(0.2, 15);
  });

  it('show a metric that no sample has, without a mean', () => {
    const [table] = aggregate([makeRow({ unscored: 'no output image' })], [ssim]);
    const cell = cellOf([table!], 'edit', 'ssim');
    expect(cell).toMatchObject({ n: 0, unscored: 1, mean: null, std: null, accuracyRate: null });
    expect(cell.interval(referenceKernels)).toEqual({ ciLow: null, ciHigh: null });
  });

  it('leave out metrics of other formats', () => {
    const [table] = aggregate([makeRow({ scores: { ssim: { value: 1 } } })], [ssim, em]);
    expect([...table!.cells.keys()]).toEqual(['ssim']);
  });

  it('take a task that the metric is not for neither as scored nor as unscored', () => {
    const vqa = { format: 'vqa' } as const;
    const rows = [
      makeRow({ ...vqa, task: 'multiple-choice', scores: { em: { value: 1 } } }),
      makeRow({ ...vqa, task: 'blank-filling', unscored: 'no response' }),
      makeRow({ ...vqa, task: 'report-generation', scores: {} }),
      makeRow({ ...vqa, task: 'report-generation', unscored: 'no response' })
    ];
    const [table] = aggregate(rows, [em]);
    expect(table).toMatchObject({ found: 4, unscored: 2 });
    expect(cellOf([table!], 'vqa', 'em')).toMatchObject({ n: 1, unscored: 1, notApplicable: 2 });
    expect(table!.byTask.map(({ key, cells }) => [key, cells.has('em')])).toEqual([
      ['multiple-choice', true],
      ['blank-filling', true],
      ['report-generation', false]
    ]);
  });

  it('keep rows that are too broken to tell their format', () => {
    const broken = makeRow({ format: null, task: null, modality: 'unknown', unscored: 'not JSON' });
    const tables = aggregate([broken, makeRow({ scores: { ssim: { value: 1 } } })], [ssim]);
    expect(tables.map(({ key, found, unscored }) => ({ key, found, unscored }))).toEqual([
      { key: 'edit', found: 1, unscored: 0 },
      { key: null, found: 1, unscored: 1 }
    ]);
    expect(tables[1]!.cells.size).toBe(0);
  });

  it('follow the benchmark’s order, unknown ones last', () => {
    const rows = [
      makeRow({ modality: 'unknown', task: null }),
      makeRow({ modality: 'MRI', task: 'noise-reconstruction' }),
      makeRow({ modality: 'CT', task: 'style-transfer' }),
      makeRow({ format: 'vqa', modality: 'X-ray', task: 'blank-filling' })
    ];
    const tables = aggregate(rows, [ssim]);
    expect(tables.map(({ key }) => key)).toEqual(['vqa', 'edit']);
    expect(tables[1]!.byModality.map(({ key }) => key)).toEqual(['CT', 'MRI', 'unknown']);
    expect(tables[1]!.byTask.map(({ key }) => key)).toEqual(['style-transfer', 'noise-reconstruction', null]);
  });

  it('break down by any other key', () => {
    const rows = ['dye', null, 'stain', 'dye'].map((subtask) => makeRow({ subtask }));
    const groups = breakdown(rows, [ssim], (row) => row.subtask, ['stain']);
    expect(groups.map(({ key, found }) => [key, found])).toEqual([
      ['stain', 1],
      ['dye', 2],
      [null, 1]
    ]);
  });

  it('are empty for no rows', () => {
    expect(aggregate([], [ssim])).toEqual([]);
  });

  it('never average what is not a finite number', () => {
    const rows = [NaN, Infinity, 0.8].map((value) => makeRow({ scores: { ssim: { value } } }));
    const cell = cellOf(aggregate(rows, [ssim]), 'edit', 'ssim');
    expect(cell).toMatchObject({ n: 1, unscored: 2, mean: 0.8 });
    expect(cell.reasons.map(({ reason }) => reason)).toContain('the value is NaN, not a finite number');
  });

  it('lose no row: each is scored, unscored with a reason, or not applicable, in every table', () => {
    const score = fc.oneof(
      fc.record({ value: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.constantFrom(missing('a'), missing('b'))
    );
    const row = fc
      .record({
        format: fc.constantFrom('vqa' as const, 'edit' as const, 'generate' as const, null),
        task: fc.constantFrom('multiple-choice' as const, 'style-transfer' as const, null),
        modality: fc.constantFrom('CT' as const, 'unknown' as const),
        scores: fc.dictionary(fc.constantFrom('ssim', 'em'), score),
        unscored: fc.constantFrom(null, 'c')
      })
      .map(makeRow);
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const tables = aggregate(rows, [ssim, em]);
        const total = (groups: readonly Group<unknown>[]) =>
          groups.reduce((sum, { found }) => sum + found, 0);
        expect(total(tables)).toBe(rows.length);
        for (const table of tables) {
          expect(total(table.byTask)).toBe(table.found);
          expect(total(table.byModality)).toBe(table.found);
          for (const { found, cells } of [table, ...table.byTask, ...table.byModality]) {
            for (const cell of cells.values()) {
              expect(cell.n + cell.unscored + cell.notApplicable).toBe(found);
              expect(cell.reasons.reduce((sum, { count }) => sum + count, 0)).toBe(cell.unscored);
            }
          }
        }
      })
    );
  });
});

describe('a cell’s interval', () => {
  it('is that of its values in row order, and computed once', () => {
    let calls = 0;
    const kernels: Pick<KernelSet, 'bootstrapMeans'> = {
      bootstrapMeans(...input) {
        calls++;
        return referenceKernels.bootstrapMeans(...input);
      }
    };
    const values = [0.9, 0.1, 0.4, 0.8];
    const rows = values.map((value) => makeRow({ scores: { ssim: { value } } }));
    const cell = cellOf(aggregate(rows, [ssim]), 'edit', 'ssim');
    expect(calls).toBe(0);
    const interval = cell.interval(kernels);
    expect(summarise(values, referenceKernels)).toMatchObject(interval);
    expect(cell.interval(kernels)).toBe(interval);
    expect(calls).toBe(1);
  });
});

describe('reasons', () => {
  it('are counted without what is unique to their row', () => {
    const rows = [1, 2, 3].map((line) =>
      makeRow({
        line,
        unscored: `system_edit.jsonl:${line}: output image not found; got out/${line}.png, expected a file`
      })
    );
    const [table] = aggregate(rows, [ssim]);
    expect(table!.reasons).toEqual([{ reason: 'output image not found', count: 3 }]);
  });

  it('are the same for different samples and images', () => {
    const missing = [1, 2].map((line) => {
      const file = 'system_edit.jsonl';
      const unscored = `${file}:${line}: missing output_image of sample "edit:${line}"; got "${line}.png", expected a file of the drop`;
      return makeRow({ file, line, unscored });
    });
    const broken = ['a/1 (2).png', 'b.jpeg', 'c.tiff'].map((path) =>
      makeRow({ unscored: `${path}: the file is cut short; got 3 bytes` })
    );
    expect(aggregate([...missing, ...broken], [ssim])[0]!.reasons).toEqual([
      { reason: 'the file is cut short', count: 3 },
      { reason: 'missing output_image', count: 2 }
    ]);
  });
});
