import { describe, expect, it } from 'vitest';
import { rowTarget } from '../../../src/lib/ui/table/rowTarget';

describe('a key in a grid of 100 rows, ten to a page', () => {
  it.each([
    ['ArrowDown', 5, 6],
    ['ArrowUp', 5, 4],
    ['PageDown', 5, 15],
    ['PageUp', 15, 5],
    ['Home', 50, 0],
    ['End', 50, 99]
  ])('%s leads from row %i to row %i', (key, from, target) => {
    expect(rowTarget(key, from, 100, 10)).toBe(target);
  });

  it.each([
    ['ArrowDown', 99],
    ['PageDown', 95],
    ['End', 99]
  ])('%s from row %i stays at the last one', (key, from) => {
    expect(rowTarget(key, from, 100, 10)).toBe(99);
  });

  it.each([
    ['ArrowUp', 0],
    ['PageUp', 3]
  ])('%s from row %i stays at the first one', (key, from) => {
    expect(rowTarget(key, from, 100, 10)).toBe(0);
  });

  it.each(['Enter', 'Tab', 'a', 'ArrowLeft'])('%s moves nothing', (key) => {
    expect(rowTarget(key, 5, 100, 10)).toBeNull();
  });
});
