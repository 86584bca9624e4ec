import { describe, expect, it } from 'vitest';
import { psnr } from '../../../src/lib/metrics/image/psnr';
import { em } from '../../../src/lib/metrics/text/em';
import type { MetricCell } from '../../../src/lib/stats/MetricCell';
import { describeThreshold } from '../../../src/lib/metrics/describeThreshold';
import { describeCell, formatCell } from '../../../src/lib/ui/summary/describeCell';

const makeCell = (change: Partial<MetricCell>): MetricCell =>
  ({
    n: 24,
    unscored: 0,
    reasons: [],
    mean: 39.241103348346336,
    std: 5.545296801104375,
    accuracyRate: 1,
    ...change
  }) as unknown as MetricCell;

const interval = { ciLow: 36.953720229901904, ciHigh: 41.469443336409014 };

describe('a cell', () => {
  it('shows the decimals of its metric in all its numbers, however wide the interval', () => {
    expect(formatCell(makeCell({}), interval, psnr.meta)).toEqual({
      decimals: 2,
      mean: '39.24',
      std: '5.55',
      ciLow: '36.95',
      ciHigh: '41.47'
    });
  });

  it('shows nothing without a value', () => {
    const nothing = { ciLow: null, ciHigh: null };
    expect(formatCell(makeCell({ n: 0, mean: null, std: null }), nothing, psnr.meta)).toBeNull();
  });

  it('tells everything in full precision', () => {
    const reasons = [{ reason: 'image missing', count: 2 }];
    expect(describeCell(makeCell({ unscored: 2, reasons }), psnr.meta, interval)).toBe(
      'mean 39.241103348346336 dB · population SD 5.545296801104375 · ' +
        '95 % bootstrap interval 36.953720229901904 to 41.469443336409014 · n 24 · ' +
        '2 unscored (2 × image missing) · accuracy rate 100 % (values ≥ 28 dB)'
    );
  });

  it('tells why there is no value', () => {
    const reasons = [{ reason: 'JPEG is cut short', count: 1 }];
    const cell = makeCell({ n: 0, mean: null, std: null, accuracyRate: null, unscored: 1, reasons });
    expect(describeCell(cell, psnr.meta, null)).toBe('n 0 · 1 unscored (1 × JPEG is cut short)');
  });

  it('names the most frequent reasons alone, however many there are', () => {
    const reasons = Array.from({ length: 3000 }, (_, i) => ({ reason: `reason ${i}`, count: 1 }));
    const cell = makeCell({ n: 0, mean: null, std: null, accuracyRate: null, unscored: 3000, reasons });
    expect(describeCell(cell, psnr.meta, null)).toBe(
      'n 0 · 3000 unscored (1 × reason 0, 1 × reason 1, 1 × reason 2, 1 × reason 3, 2,996 other reasons)'
    );
  });
});

describe('a threshold', () => {
  it('points in the direction of the metric', () => {
    expect(describeThreshold(psnr.meta)).toBe('≥ 28 dB');
    expect(describeThreshold({ ...psnr.meta, higherIsBetter: false, threshold: 0.6, unit: null })).toBe(
      '≤ 0.6'
    );
    expect(describeThreshold(em.meta)).toBe('');
  });
});
