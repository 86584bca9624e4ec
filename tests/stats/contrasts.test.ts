import { describe, expect, it } from 'vitest';
import type { ScoreRow } from '../../src/lib/core/score';
import { findContrasts, findExtremes, type Reading } from '../../src/lib/stats/contrasts';
import { makeRow } from './rows';

const reading = (id: string, higherIsBetter = true): Reading => ({
  id,
  label: id,
  higherIsBetter,
  valueOf: ({ scores }) => scores[id]?.value ?? null
});
const rowOf = (sampleId: string, ssim: number | null, judge: number | null): ScoreRow =>
  makeRow({
    sampleId,
    scores: {
      ssim: ssim === null ? { value: null, reason: 'none' } : { value: ssim },
      judge: judge === null ? { value: null, reason: 'none' } : { value: judge }
    }
  });
const ids = (list: readonly { readonly row: ScoreRow }[]): string[] => list.map(({ row }) => row.sampleId);

describe('contrasts', () => {
  // Places by SSIM (d c b a = 1/8, 3/8, 5/8, 7/8) less places by the judge (a b c d the same way): worked by hand.
  const rows = [rowOf('a', 0.99, 2), rowOf('b', 0.9, 5), rowOf('c', 0.8, 6), rowOf('d', 0.5, 9)];

  it('are differences of places, not of values: decibels and marks compare', () => {
    const { n, firstHigh, secondHigh } = findContrasts(rows, reading('ssim'), reading('judge'), 10);
    expect(n).toBe(4);
    expect(firstHigh.map(({ row, gap }) => [row.sampleId, gap])).toEqual([
      ['a', 0.75],
      ['b', 0.25]
    ]);
    expect(secondHigh.map(({ row, gap }) => [row.sampleId, gap])).toEqual([
      ['d', -0.75],
      ['c', -0.25]
    ]);
  });

  it('give equal values one place, and need one reading above the middle and one below it', () => {
    // SSIM: x and y share (1.5 − 0.5)/3 = 1/3, z has 2.5/3; judge: x 0.5/3, y and z share (2.5 − 0.5)/3 = 2/3.
    const tied = [rowOf('x', 0.5, 1), rowOf('y', 0.5, 8), rowOf('z', 0.9, 8)];
    const { firstHigh, secondHigh } = findContrasts(tied, reading('ssim'), reading('judge'), 10);
    expect(firstHigh).toEqual([]);
    expect(secondHigh.map(({ row, gap }) => [row.sampleId, gap])).toEqual([['y', expect.closeTo(-1 / 3)]]);
    const agreeing = [rowOf('x', 0.5, 1), rowOf('y', 0.6, 2)];
    expect(findContrasts(agreeing, reading('ssim'), reading('judge'), 10)).toMatchObject({
      firstHigh: [],
      secondHigh: []
    });
  });

  it('are over the rows that have both, and as many as asked for', () => {
    const some = [...rows, rowOf('no judge', 1, null), rowOf('no image', null, 10)];
    const { n, firstHigh, secondHigh } = findContrasts(some, reading('ssim'), reading('judge'), 1);
    expect([n, ids(firstHigh), ids(secondHigh)]).toEqual([4, ['a'], ['d']]);
  });

  it('turn round where lower is better', () => {
    const { firstHigh } = findContrasts(rows, reading('ssim', false), reading('judge'), 10);
    expect(firstHigh).toEqual([]);
  });
});

describe('extremes', () => {
  const rows = [rowOf('a', 0.5, 1), rowOf('b', 0.9, 2), rowOf('none', null, 3), rowOf('c', 0.5, 4)];
  const names = (list: readonly ScoreRow[]): string[] => list.map(({ sampleId }) => sampleId);

  it('are the best and the worst first, equal ones in the order of the files', () => {
    const { best, worst } = findExtremes(rows, reading('ssim'), 2);
    expect([names(best), names(worst)]).toEqual([
      ['b', 'a'],
      ['a', 'c']
    ]);
  });

  it('know which end is better', () => {
    expect(names(findExtremes(rows, reading('ssim', false), 1).best)).toEqual(['a']);
  });
});
