import { describe, expect, it } from 'vitest';
import { nextSort } from '../../src/lib/query/Sort';

describe('a click on a column’s head', () => {
  it('starts in the column’s own direction, then turns round', () => {
    expect(nextSort(null, 'psnr', true)).toEqual({ key: 'psnr', descending: true });
    expect(nextSort({ key: 'psnr', descending: true }, 'psnr', true).descending).toBe(false);
    expect(nextSort({ key: 'psnr', descending: false }, 'psnr', true).descending).toBe(true);
    expect(nextSort({ key: 'psnr', descending: true }, 'task', false)).toEqual({
      key: 'task',
      descending: false
    });
  });
});
