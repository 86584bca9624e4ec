import { describe, expect, it } from 'vitest';
import { listDots, type Panel } from '../../../src/lib/ui/distribution/histogramChart';

const panel = (...values: number[]): Panel => ({
  label: 'CT',
  values: Float64Array.from(values),
  mean: 0.5,
  interval: { ciLow: null, ciHigh: null },
  accuracyRate: null
});

describe('the panels of a distribution', () => {
  it('draw each of fewer than twenty samples as a dot, with its panel', () => {
    expect(listDots([panel(0.2, 0.9), panel(0.4)])).toEqual([
      { panel: 0, value: 0.2 },
      { panel: 0, value: 0.9 },
      { panel: 1, value: 0.4 }
    ]);
  });

  it('draw twenty as bars', () => {
    expect(
      listDots([panel(...Array<number>(20).fill(0.5)), panel(...Array<number>(19).fill(0.5))])
    ).toHaveLength(19);
  });
});
