import { expect, it } from 'vitest';
import { orderKeys } from '../../src/lib/query/orderKeys';

it('keys stand in the facet’s order, others by their labels with numbers as numbers, the unknown last', () => {
  const facet = { order: ['z', 'y'], labelOf: (key: string) => (key === 'k' ? 'part 9' : key) };
  expect(orderKeys(['unknown', 'part 10', 'y', 'k', 'z'], facet)).toEqual([
    'z',
    'y',
    'k',
    'part 10',
    'unknown'
  ]);
  expect(orderKeys(['b', 'unknown', 'a'], { ...facet, order: ['unknown'] })).toEqual(['unknown', 'a', 'b']);
});
