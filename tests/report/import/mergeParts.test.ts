import { describe, expect, it } from 'vitest';
import { mergeParts } from '../../../src/lib/report/import/mergeParts';
import type { ImportedRun, RunPart } from '../../../src/lib/report/import/ImportedRun';
import type { UsedJudge, UsedModel } from '../../../src/lib/core/run';
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

  it('of other weights or another judge stay apart, in whatever order they name them', () => {
    const model = (metric: 'lpips' | 'bertscore', sha256: string) => ({ metric, sha256 }) as UsedModel;
    const judge = (promptHash: string) => ({ view: 'w-gt', model: 'm', scale: 10, promptHash }) as UsedJudge;
    const count = (first: Partial<ImportedRun>, second: Partial<ImportedRun>) =>
      mergeParts([part('a', [scored('x', 1)], first), part('b', [scored('y', 1)], second)]).length;
    const [lpips, other] = [model('lpips', '1'), model('bertscore', '2')];
    expect(count({ models: [lpips, other] }, { models: [other, lpips] })).toBe(1);
    expect(count({ models: [lpips] }, { models: [model('lpips', '3')] })).toBe(2);
    expect(count({ models: [lpips] }, { models: [model('bertscore', '1')] })).toBe(2);
    expect(count({ models: [lpips] }, {})).toBe(2);
    expect(count({ judges: [judge('1')] }, { judges: [judge('1')] })).toBe(1);
    expect(count({ judges: [judge('1')] }, { judges: [judge('2')] })).toBe(2);
    expect(count({ metrics: { ssim: '1', psnr: '1' } }, { metrics: { psnr: '1', ssim: '1' } })).toBe(1);
    expect(count({ datasetRevision: 'r1' }, { datasetRevision: 'r2' })).toBe(2);
  });

  it('keep all files, every tag once and every different note', () => {
    const facts = (name: string, tags: string[], note: string) => ({
      files: [{ path: name, records: 1, holds: 'predictions' as const }],
      tags,
      note
    });
    const [merged] = mergeParts([
      part('a', [scored('x', 1)], facts('a.jsonl', ['one', 'two'], 'first')),
      part('b', [scored('y', 1)], facts('b.jsonl', ['two', 'three'], 'second')),
      part('c', [scored('z', 1)], facts('c.jsonl', [], 'first'))
    ]);
    expect(merged).toMatchObject({
      files: [{ path: 'a.jsonl' }, { path: 'b.jsonl' }, { path: 'c.jsonl' }],
      tags: ['one', 'two', 'three'],
      note: 'first\n\nsecond'
    });
    const [bare] = mergeParts([part('a', [scored('x', 1)]), part('b', [scored('y', 1)])]);
    expect(Object.keys(bare!)).not.toEqual(expect.arrayContaining(['files']));
    expect(bare).not.toHaveProperty('tags');
    expect(bare).not.toHaveProperty('note');
  });

  it('say of how many rows they are merged, how many repeat and who disagrees', () => {
    const [merged] = mergeParts([
      part('a', [scored('x', 0.5), scored('y', 1)]),
      part('b', [makeRow({ sampleId: 'x', line: 7, scores: {} }), scored('y', 1), scored('z', 1)])
    ]);
    expect(merged!.problems).toEqual([
      {
        code: 'parts-merged',
        severity: 'note',
        where: { file: 'a' },
        what: 'merged from 2 parts: a (2), b (3); 2 repeated samples taken once, 1 of them in conflict'
      },
      {
        code: 'parts-conflict',
        severity: 'error',
        where: { file: 'b', line: 7, sampleId: 'x' },
        what: 'the parts a and b disagree: ssim 0.5 and no value'
      }
    ]);
    const [apart] = mergeParts([part('a', [scored('x', 1)]), part('b', [scored('y', 1)])]);
    expect(apart!.problems[0]!.what).toBe('merged from 2 parts: a (1), b (1); no sample is in two parts');
  });

  it('keep their own problems behind those of the merging', () => {
    const problem = { code: 'own', severity: 'note', where: {}, what: 'x' } as const;
    const [merged] = mergeParts([
      part('a', [scored('x', 1)], { problems: [problem] }),
      part('b', [scored('y', 1)], { problems: [problem] })
    ]);
    expect(codes(merged)).toEqual(['parts-merged', 'own', 'own']);
  });

  it('keep a score that differs in none of its metrics, and a conflict although a fourth has no score', () => {
    const two = (ssim: number, psnr: number) =>
      makeRow({ sampleId: 'x', scores: { ssim: { value: ssim }, psnr: { value: psnr } } });
    const broken = makeRow({ sampleId: 'x', unscored: 'image missing' });
    expect(mergeParts([part('a', [two(1, 2)]), part('b', [two(1, 2)])])[0]!.rows).toEqual([two(1, 2)]);
    const [merged] = mergeParts([part('a', [two(1, 2)]), part('b', [two(1, 3)]), part('c', [broken])]);
    expect(merged!.rows[0]!.unscored).toBe('the parts a and b disagree: psnr 2 and 3');
  });

  it('have nothing missing where one sample too many is there, and do not know it where one part does not', () => {
    const facts = (missing: number | null) => ({ counts: { found: 1, scored: 1, unscored: 0, missing } });
    const merge = (a: number | null, b: number | null) =>
      mergeParts([part('a', [scored('x', 1)], facts(a)), part('b', [scored('y', 1)], facts(b))])[0]!.counts
        .missing;
    expect([merge(0, 0), merge(null, 0), merge(0, null), merge(null, null)]).toEqual([0, null, null, null]);
  });
});
