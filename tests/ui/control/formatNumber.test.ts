import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatPercent
} from '../../../src/lib/ui/control/formatNumber';

describe('counts', () => {
  it('have separators for thousands', () => {
    expect(formatCount(6623)).toBe('6,623');
  });

  it('agree with their noun', () => {
    expect(formatCounted(1, 'prediction')).toBe('1 prediction');
    expect(formatCounted(0, 'prediction')).toBe('0 predictions');
  });
});

describe('percentages', () => {
  it('have one decimal where it is not zero', () => {
    expect(formatPercent(19 / 24)).toBe('79.2 %');
    expect(formatPercent(0.25)).toBe('25 %');
  });

  it('never round to none or to all', () => {
    expect(formatPercent(0)).toBe('0 %');
    expect(formatPercent(1 / 6623)).toBe('< 0.1 %');
    expect(formatPercent(6622 / 6623)).toBe('> 99.9 %');
    expect(formatPercent(1)).toBe('100 %');
  });
});

describe('durations', () => {
  it('round up, so that nothing is ever 0 s away before its end', () => {
    expect(formatDuration(0.2)).toBe('1 s');
  });

  it('change to minutes and hours', () => {
    expect(formatDuration(134)).toBe('2 min 14 s');
    expect(formatDuration(3900)).toBe('1 h 5 min');
    expect(formatDuration(59.5)).toBe('1 min 0 s');
  });
});
