import { describe, expect, it } from 'vitest';
import { findFate, pairColumns, pick } from '../../../src/lib/stats/comparison/pairColumns';
import { AlignedRuns, states } from '../../../src/lib/stats/comparison/AlignedRuns';
import { makeRow, missing } from '../rows';
import { makeRows, psnr } from './runs';

describe('runs lined up by sample', () => {
  const a = [...makeRows({ s2: 2, s1: 1 }), makeRow({ sampleId: '', scores: { psnr: { value: 99 } } })];
  const b = [...makeRows({ s3: 30, s2: 20 }), ...makeRows({ s2: 21 })];

  it('are in the order of the ids, and a row without one is no sample', () => {
    const table = new AlignedRuns([a, b]);
    expect(table.samples.map(({ sampleId }) => sampleId)).toEqual(['s1', 's2', 's3']);
    expect(table.placesOf('edit')).toEqual(Uint32Array.of(0, 1, 2));
    expect(table.placesOf('edit')).toBe(table.placesOf('edit'));
    expect(table.placesOf('vqa')).toEqual(new Uint32Array());
  });

  it('have a first row of every sample that they know', () => {
    const table = new AlignedRuns([a, b]);
    expect([0, 1, 2].map((place) => table.rowOf(0, place))).toEqual([a[1], a[0], null]);
    expect([0, 1, 2].map((place) => table.rowOf(1, place))).toEqual([null, b[1], b[0]]);
  });

  it('share the samples that all of them know, however often', () => {
    expect(new AlignedRuns([a, b]).countShared()).toBe(1);
    expect(new AlignedRuns([a, a, a]).countShared()).toBe(2);
    expect(new AlignedRuns([a, b, makeRows({ s1: 0, s3: 0 })]).countShared()).toBe(0);
    expect(new AlignedRuns([a]).countShared()).toBe(2);
  });

  it('know of a sample what the first row says that can tell its format', () => {
    const broken = makeRow({ sampleId: 's', format: null, task: null, modality: 'unknown' });
    const whole = makeRow({ sampleId: 's', modality: 'MRI' });
    const facts = { sampleId: 's', format: 'edit', task: 'style-transfer' };
    expect(new AlignedRuns([[broken], [whole]]).samples).toEqual([{ ...facts, modality: 'MRI' }]);
    expect(new AlignedRuns([[whole], [broken]]).samples).toEqual([{ ...facts, modality: 'MRI' }]);
    expect(new AlignedRuns([[whole], [{ ...whole, modality: 'CT' }]]).samples[0]!.modality).toBe('MRI');
    expect(new AlignedRuns([[broken], [broken]]).samples).toEqual([
      { sampleId: 's', format: null, task: null, modality: 'unknown' }
    ]);
  });
});

describe('a run’s column of one metric', () => {
  const value = (number: number) => makeRow({ sampleId: 's', scores: { psnr: { value: number } } });
  const lacking = (reason: string) => makeRow({ sampleId: 's', scores: { psnr: missing(reason) } });
  const silent = makeRow({ sampleId: 's' });

  it.each([
    ['nothing', [], states.absent, NaN, null],
    ['a row that the metric is not for', [silent], states.notApplicable, NaN, null],
    ['a reason', [lacking('no image')], states.noValue, NaN, 'no image'],
    ['a reason after silence', [silent, lacking('no image')], states.noValue, NaN, 'no image'],
    ['silence after a reason', [lacking('no image'), silent], states.noValue, NaN, 'no image'],
    ['two reasons, the first', [lacking('first'), lacking('second')], states.noValue, NaN, 'first'],
    ['a value', [value(7)], states.value, 7, null],
    ['a value after a reason', [lacking('no image'), value(7)], states.value, 7, null],
    ['a value before a reason', [value(7), lacking('no image')], states.value, 7, null],
    ['two values', [value(7), value(7)], states.ambiguous, NaN, null],
    ['two values and a reason', [value(7), value(8), lacking('no image')], states.ambiguous, NaN, null],
    ['three values', [value(7), value(8), value(9)], states.ambiguous, NaN, null]
  ] as const)('has %s', (_, rows, state, number, reason) => {
    const table = new AlignedRuns([rows, [silent]]);
    expect(table.readColumn(0, psnr)).toEqual({
      states: Uint8Array.of(state),
      values: Float64Array.of(number),
      reasons: [reason]
    });
  });
});

describe('what becomes of a sample in a pair of runs', () => {
  const { absent, notApplicable, noValue, value, ambiguous } = states;

  it.each([
    [absent, absent, null],
    [absent, notApplicable, null],
    [notApplicable, notApplicable, null],
    [noValue, absent, 'onlyA'],
    [value, absent, 'onlyA'],
    [ambiguous, absent, 'onlyA'],
    [absent, noValue, 'onlyB'],
    [absent, value, 'onlyB'],
    [ambiguous, value, 'ambiguous'],
    [noValue, ambiguous, 'ambiguous'],
    [value, value, 'pair'],
    [noValue, noValue, 'noValueBoth'],
    [notApplicable, noValue, 'noValueBoth'],
    [noValue, value, 'noValueA'],
    [notApplicable, value, 'noValueA'],
    [value, noValue, 'noValueB']
  ] as const)('%d and %d: %s', (a, b, fate) => {
    expect(findFate(a, b)).toBe(fate);
  });

  it('is counted once, for the places that were asked for', () => {
    const table = new AlignedRuns([makeRows({ a: 1, b: 2, c: 3 }), makeRows({ b: 20, c: null, d: 40 })]);
    const pairs = pairColumns(table.readColumn(0, psnr), table.readColumn(1, psnr), Uint32Array.of(0, 1, 2));
    expect(pairs).toEqual({
      places: Uint32Array.of(1),
      a: Float64Array.of(2),
      b: Float64Array.of(20),
      leftOut: { onlyA: 1, onlyB: 0, noValueA: 0, noValueB: 1, noValueBoth: 0, ambiguous: 0 }
    });
    expect(pick(Float64Array.of(5, 6, 7), Uint32Array.of(2, 0))).toEqual(Float64Array.of(7, 5));
  });
});
