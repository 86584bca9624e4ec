import { describe, expect, it } from 'vitest';
import { mapConcurrently } from '../../src/lib/core/mapConcurrently';

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('mapConcurrently', () => {
  it('gives every result once and never runs more than the limit', async () => {
    let running = 0;
    let most = 0;
    const items = Array.from({ length: 50 }, (_, i) => i);
    const results: number[] = [];
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++running);
      await later(item % 3);
      running--;
      return item;
    };
    for await (const result of mapConcurrently(items, 4, work)) results.push(result);
    expect(results.toSorted((a, b) => a - b)).toEqual(items);
    expect(most).toBe(4);
  });

  it('ends with the first rejection', async () => {
    const work = (item: number): Promise<number> =>
      item === 3 ? Promise.reject(new Error('three')) : Promise.resolve(item);
    const collect = async (): Promise<void> => {
      for await (const result of mapConcurrently([1, 2, 3, 4], 1, work)) expect(result).not.toBe(4);
    };
    await expect(collect()).rejects.toThrow('three');
  });

  it('gives nothing for no items', async () => {
    const results = [];
    for await (const result of mapConcurrently([], 2, () => Promise.resolve(1))) results.push(result);
    expect(results).toEqual([]);
  });
});
