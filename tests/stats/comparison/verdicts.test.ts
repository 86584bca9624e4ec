import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/lib/core/json';
import { findFlags } from '../../../src/lib/stats/comparison/findFlags';
import { findSource } from '../../../src/lib/stats/comparison/findSource';
import { refusePair, type PairTest } from '../../../src/lib/stats/comparison/testPair';
import { isToldApart, judgePair } from '../../../src/lib/stats/comparison/verdict';
import { coverTasks } from '../../../src/lib/stats/coverTasks';
import { hasInterval } from '../../../src/lib/stats/hasInterval';
import { makeRun } from '../../report/makeRun';
import { makeRow } from '../rows';

/** Ten pairs in which b is better in mean and ranks. */
const shown: PairTest = {
  ...refusePair(''),
  n: 10,
  equal: 0,
  meanDifference: 2,
  rankBiserial: 0.8,
  pValue: 0.01
};

const judge = (
  test: PairTest,
  adjustedP: number | null,
  higherIsBetter: boolean | null,
  byImages: number | null = null
) => judgePair(test, { adjustedP, adjustedClusteredP: byImages }, higherIsBetter);

describe('the verdict on a pair', () => {
  it('names the better one by the direction of the metric', () => {
    expect(judge(shown, 0.01, true)).toBe('b-better');
    expect(judge(shown, 0.01, false)).toBe('a-better');
    const turned = { ...shown, meanDifference: -2, rankBiserial: -0.8 };
    expect([judge(turned, 0.01, true), judge(turned, 0.01, false)]).toEqual(['a-better', 'b-better']);
    expect(judge(shown, 0.01, null)).toBe('differ');
  });

  it('names none where mean and ranks do not point the same way, or the mean nowhere', () => {
    expect(judge({ ...shown, rankBiserial: -0.1 }, 0.01, true)).toBe('differ');
    expect(judge({ ...shown, meanDifference: 0, rankBiserial: 0 }, 0.01, true)).toBe('differ');
  });

  it('shows nothing from 0.05 on, nor without a test', () => {
    expect(judge(shown, 0.0499, true)).toBe('b-better');
    expect(judge(shown, 0.05, true)).toBe('none-shown');
    expect(judge(shown, null, true)).toBe('none-shown');
    expect([0.0499, 0.05].map((p) => judge(shown, 0.01, true, p))).toEqual(['b-better', 'none-shown']);
    expect(judge(shown, null, true, 0.01)).toBe('none-shown');
    expect(judge({ ...shown, meanDifference: null }, 0.01, true)).toBe('none-shown');
    expect(judge({ ...shown, rankBiserial: null }, 0.01, true)).toBe('none-shown');
  });

  it('says first what cannot be told: no pair, fewer than six, equal everywhere', () => {
    expect(judge({ ...shown, n: 0 }, 0.01, true)).toBe('not-comparable');
    expect(judge({ ...shown, n: 5 }, 0.01, true)).toBe('too-few');
    expect(judge({ ...shown, n: 6 }, 0.01, true)).toBe('b-better');
    expect(judge({ ...shown, equal: 10 }, null, true)).toBe('equal');
  });

  it('tells two systems apart only where a difference is shown', () => {
    const all = [
      'a-better',
      'b-better',
      'differ',
      'none-shown',
      'equal',
      'too-few',
      'not-comparable'
    ] as const;
    expect(all.filter(isToldApart)).toEqual(['a-better', 'b-better', 'differ']);
  });
});

describe('what must be known before the numbers', () => {
  const runOf = (...records: (JsonObject | null)[]) =>
    makeRun(records.map((record, i) => makeRow({ sampleId: `s${i}`, record })));
  const others = (...runs: ReturnType<typeof makeRun>[]) =>
    findFlags(runs).filter(({ kind }) => kind === 'other-content');

  it('is that one id means other samples, against the first run that has it', () => {
    const a = runOf({ instruction: 'x', answer: 'A' }, { instruction: 'y', answer: 'B' });
    const b = runOf({ instruction: 'x', answer: 'A' }, { instruction: 'y', answer: 'C' });
    const c = runOf({ instruction: 'other', answer: 'A' }, { instruction: 'y', answer: 'B' });
    expect(others(a, b, c)).toEqual([
      { kind: 'other-content', a: 0, b: 1, samples: 1, example: 's1' },
      { kind: 'other-content', a: 0, b: 2, samples: 1, example: 's0' }
    ]);
    expect(others(a, a)).toEqual([]);
  });

  it('is not what a record leaves out, nor an answer that is the same in its parts', () => {
    const report = { FINDINGS: { Lungs: 'Clear.' } };
    expect(others(runOf({ answer: report }), runOf({ answer: structuredClone(report) }))).toEqual([]);
    expect(others(runOf({ answer: report }), runOf({ answer: { FINDINGS: 'x' } }))).toHaveLength(1);
    expect(others(runOf({ answer: 'A' }), runOf({}), runOf(null))).toEqual([]);
    expect(others(runOf({ answer: 'A' }), runOf({ answer: 1 }))).toHaveLength(1);
  });

  it('is not told of rows of one run, nor of rows without an id', () => {
    const twice = makeRun(['A', 'B'].map((answer) => makeRow({ sampleId: 's', record: { answer } })));
    expect(others(twice)).toEqual([]);
    const nameless = (answer: string) => makeRun([makeRow({ sampleId: '', record: { answer } })]);
    expect(findFlags([nameless('A'), nameless('B')]).map(({ kind }) => kind)).toEqual([
      'no-sample-id',
      'no-sample-id'
    ]);
  });
});

describe('the source of a sample', () => {
  it.each<[JsonObject | null, string | undefined]>([
    [{ input_images: ['a.png', 'b.png'], input_image: 'sheet.png' }, '["a.png","b.png"]'],
    [{ input_images: 'a.png' }, '["a.png"]'],
    [{ input_image: 'a.png' }, '["a.png"]'],
    [{ input_image: '' }, undefined],
    [{ input_images: [] }, undefined],
    [{ input_images: ['a.png', 5] }, undefined],
    [{ input_images: 5 }, undefined],
    [{}, undefined],
    [null, undefined]
  ])('of %j is %s', (record, source) => {
    expect(findSource(record)).toBe(source);
  });
});

describe('the tasks of a run', () => {
  it('are all sixteen, with what it has of each', () => {
    const rows = [
      makeRow({ task: 'style-transfer' }),
      makeRow({ task: 'style-transfer', unscored: 'image missing' }),
      makeRow({ task: null })
    ];
    const covered = coverTasks(rows);
    expect(covered).toHaveLength(16);
    expect(covered[0]).toEqual({ task: 'multiple-choice', format: 'vqa', found: 0, scored: 0 });
    expect(covered.filter(({ found }) => found > 0)).toEqual([
      { task: 'style-transfer', format: 'edit', found: 2, scored: 1 }
    ]);
  });

  it('have an interval from five values on', () => {
    expect([0, 4, 5, 500].map(hasInterval)).toEqual([false, false, true, true]);
  });
});
