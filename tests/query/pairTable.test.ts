import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlignedSample } from '../../src/lib/stats/comparison/AlignedRuns';
import {
  allPairs,
  pairsBeginDescending,
  pairSortKeys,
  parsePairSort,
  readPairs,
  type PairFilter,
  type PairSort,
  type PairSortKey
} from '../../src/lib/query/pairTable';
import { nextSort } from '../../src/lib/query/Sort';
import { orderPairsPlainly } from './orderPairsPlainly';

const sample = (sampleId: string, facts: Partial<AlignedSample> = {}): AlignedSample => ({
  sampleId,
  format: 'edit',
  task: 'style-transfer',
  modality: 'CT',
  ...facts
});
const samples = [
  sample('s0', { modality: 'MRI' }),
  sample('unpaired'),
  sample('s1', { task: 'artifact-removal' }),
  sample('s2'),
  sample('s3')
];
const leftOut = { onlyA: 0, onlyB: 0, noValueA: 0, noValueB: 0, noValueBoth: 0, ambiguous: 0 };
const pairs = {
  places: Uint32Array.of(0, 2, 3, 4),
  a: Float64Array.of(5, 1, 9, 2),
  b: Float64Array.of(6, 4, 4, 2),
  leftOut
};

const order = (sort: PairSort, filter: PairFilter = allPairs): string[] =>
  Array.from(readPairs(samples, pairs)(filter, sort), (index) => samples[pairs.places[index]!]!.sampleId);

describe('the order of pairs', () => {
  it.each([
    [{ key: 'size', descending: true }, ['s2', 's1', 's0', 's3']],
    [{ key: 'difference', descending: true }, ['s1', 's0', 's3', 's2']],
    [{ key: 'difference', descending: false }, ['s2', 's3', 's0', 's1']],
    [{ key: 'a', descending: false }, ['s1', 's3', 's0', 's2']],
    [{ key: 'b', descending: true }, ['s0', 's1', 's2', 's3']],
    [{ key: 'sample', descending: true }, ['s3', 's2', 's1', 's0']],
    [{ key: 'modality', descending: true }, ['s0', 's1', 's2', 's3']],
    [{ key: 'task', descending: true }, ['s1', 's0', 's2', 's3']]
  ] as const)('by %o', (sort, ids) => {
    expect(order(sort)).toEqual(ids);
  });

  it('is of one task and modality where the filter says so', () => {
    const sort = parsePairSort(null, null);
    expect(order(sort, { task: 'style-transfer', modality: 'CT' })).toEqual(['s2', 's3']);
    expect(order(sort, { task: null, modality: 'MRI' })).toEqual(['s0']);
  });

  it('is that of a comparison of every two pairs, ties by their ids', () => {
    const facts = fc.record({
      task: fc.constantFrom(null, 'style-transfer', 'artifact-removal'),
      modality: fc.constantFrom('CT', 'MRI', 'unknown')
    });
    const value = fc.oneof(fc.constantFrom(0, -0, 1, -1), fc.double({ noNaN: true, min: -1e9, max: 1e9 }));
    const drawn = fc.record({
      list: fc.array(fc.tuple(facts, fc.option(fc.tuple(value, value))), { maxLength: 30 }),
      sort: fc.record({ key: fc.constantFrom(...pairSortKeys), descending: fc.boolean() }),
      filter: fc.record({
        task: fc.constantFrom(null, 'style-transfer'),
        modality: fc.constantFrom(null, 'MRI')
      })
    });
    fc.assert(
      fc.property(drawn, ({ list, sort, filter }) => {
        const many = list.map(([own], at) =>
          sample(`s${String(at).padStart(2, '0')}`, own as Partial<AlignedSample>)
        );
        const found = list.flatMap(([, values], place) => (values ? [{ place, values }] : []));
        const columns = {
          places: Uint32Array.from(found, ({ place }) => place),
          a: Float64Array.from(found, ({ values }) => values[0]),
          b: Float64Array.from(found, ({ values }) => values[1]),
          leftOut
        };
        const chosen = filter as PairFilter;
        expect([...readPairs(many, columns)(chosen, sort)]).toEqual(
          orderPairsPlainly(many, columns, chosen, sort)
        );
      }),
      { numRuns: 500 }
    );
  });

  it('of 119,000 pairs has each of them once, none smaller before a larger one', () => {
    const n = 119_000;
    const many = Array.from({ length: n }, (_, index) => sample(String(index)));
    const a = Float64Array.from({ length: n }, (_, index) => (index * 7919) % 104_729);
    const places = Uint32Array.from({ length: n }, (_, index) => index);
    const sorted = readPairs(many, { places, a, b: new Float64Array(n), leftOut })(allPairs, {
      key: 'size',
      descending: true
    });
    expect(new Set(sorted).size).toBe(n);
    expect(sorted.every((index, at) => at === 0 || a[sorted[at - 1]!]! >= a[index]!)).toBe(true);
  });
});

describe('a click on a column’s head', () => {
  it('turns the order, or begins with the largest number or the first name', () => {
    expect(nextSort<PairSortKey>({ key: 'a', descending: true }, 'a', pairsBeginDescending('a'))).toEqual({
      key: 'a',
      descending: false
    });
    expect(nextSort<PairSortKey>({ key: 'a', descending: true }, 'b', pairsBeginDescending('b'))).toEqual({
      key: 'b',
      descending: true
    });
    expect(
      nextSort<PairSortKey>({ key: 'a', descending: true }, 'task', pairsBeginDescending('task'))
    ).toEqual({ key: 'task', descending: false });
  });
});
