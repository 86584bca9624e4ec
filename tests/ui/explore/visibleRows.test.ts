import { describe, expect, it } from 'vitest';
import { visibleRows } from '../../../src/lib/ui/explore/visibleRows';

describe('visibleRows', () => {
  it('are those that the window shows, and the extra ones on either side', () => {
    expect(visibleRows(1000, 500, 100, 1000, 0)).toEqual({ from: 10, to: 15 });
    expect(visibleRows(1050, 500, 100, 1000, 2)).toEqual({ from: 8, to: 18 });
  });

  it('never go beyond the first and the last row', () => {
    expect(visibleRows(-300, 500, 100, 1000, 2)).toEqual({ from: 0, to: 4 });
    expect(visibleRows(600, 500, 100, 9, 2)).toEqual({ from: 4, to: 9 });
    expect(visibleRows(5000, 500, 100, 9, 2)).toEqual({ from: 9, to: 9 });
    expect(visibleRows(0, 500, 100, 0, 2)).toEqual({ from: 0, to: 0 });
  });
});
