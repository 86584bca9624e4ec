import { describe, expect, it } from 'vitest';
import { mergeParts } from '../../../src/lib/report/import/mergeParts';
import type { ImportedRun, RunPart } from '../../../src/lib/report/import/ImportedRun';
import type { ScoreRow } from '../../../src/lib/core/score';
import { makeRun } from '../makeRun';
import { makeRow } from '../../stats/rows';
import { makeExportedRun } from './exportedRun';

const scored = (sampleId: string, value: number): ScoreRow =>
  makeRow({ sampleId, scores: { ssim: { value } } });

function part(file: string, rows: readonly ScoreRow[], facts: Partial<ImportedRun> = {}): RunPart {
  return { file, run: makeRun(rows, facts) };
}

const codes = (run: ImportedRun | undefined) => run?.problems.map(({ code }) => code);

describe('the parts of one system', () => {
  it('split by format are the whole run again', () => {
    const whole = makeExportedRun();
    const formats = ['vqa', 'edit', 'generate'] as const;
    const parts = formats.map((format) =>
      part(
        `${format}.json`,
        whole.rows.filter((row) => row.format === format),
        { metrics: whole.metrics }
      )
    );
    const [merged, ...others] = mergeParts(parts);
    expect(others).toEqual([]);
    expect(merged?.rows).toEqual(
      formats.flatMap((format) => whole.rows.filter((row) => row.format === format))
    );
    expect(merged?.counts).toMatchObject({ found: whole.rows.length, unscored: 1 });
    expect(codes(merged)).toEqual(['parts-merged']);
  });

  it('that repeat a sample with the same score have it once, and say so', () => {
    const [merged] = mergeParts([
      part('a', [scored('x', 0.5)]),
      part('b', [scored('x', 0.5), scored('y', 0.1)])
    ]);
    expect(merged?.rows.map(({ sampleId }) => sampleId)).toEqual(['x', 'y']);
    expect(merged?.problems[0]?.what).toContain('1 repeated sample taken once, 0 of them in conflict');
  });

  it('that disagree about a sample leave it unscored, whatever comes third', () => {
    const [merged] = mergeParts([
      part('a', [scored('x', 0.5)]),
      part('b', [scored('x', 0.6)]),
      part('c', [scored('x', 0.5)])
    ]);
    expect(merged?.rows).toHaveLength(1);
    expect(merged?.rows[0]).toMatchObject({
      scores: {},
      unscored: 'the parts a and b disagree: ssim 0.5 and 0.6'
    });
    expect(merged?.counts).toMatchObject({ found: 1, scored: 0, unscored: 1 });
    expect(codes(merged)).toEqual(['parts-merged', 'parts-conflict']);
  });

  it('take the score of the part that had the image', () => {
    const broken = makeRow({ sampleId: 'x', unscored: 'image missing' });
    const orders = [
      [part('a', [broken]), part('b', [scored('x', 0.5)])],
      [part('a', [scored('x', 0.5)]), part('b', [broken])]
    ];
    for (const parts of orders) expect(mergeParts(parts)[0]?.rows).toEqual([scored('x', 0.5)]);
  });

  it('keep rows without an id, and both rows of a system that answered twice', () => {
    const nameless = makeRow({ sampleId: '', unscored: 'not valid JSON' });
    const [merged] = mergeParts([
      part('a', [nameless, scored('x', 0.5), makeRow({ sampleId: 'x', unscored: 'duplicate' })]),
      part('b', [nameless])
    ]);
    expect(merged?.rows).toHaveLength(4);
  });

  it('count the samples that no part has', () => {
    const facts = (missing: number) => ({ counts: { found: 1, scored: 1, unscored: 0, missing } });
    const [merged] = mergeParts([
      part('a', [scored('x', 1)], facts(9)),
      part('b', [scored('y', 1)], facts(9))
    ]);
    expect(merged?.counts.missing).toBe(8);
    const [other] = mergeParts([
      part('a', [scored('x', 1)], facts(9)),
      part('b', [scored('y', 1)], facts(3))
    ]);
    expect(other?.counts.missing).toBeNull();
  });

  it.each([
    ['system', { system: 'other' }],
    ['dataset', { dataset: 'other' }],
    ['protocol', { protocol: 'other' }],
    ['metric versions', { metrics: { ssim: '9' } }]
  ])('of another %s stay apart', (_, facts) => {
    expect(mergeParts([part('a', [scored('x', 0.5)]), part('b', [scored('y', 0.5)], facts)])).toHaveLength(2);
  });
});
