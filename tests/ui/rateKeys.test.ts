import { describe, expect, it } from 'vitest';
import { readRateKey } from '../../src/lib/ui/review/rateKeys';

const press = (key: string, scale: 5 | 10, held: object = {}) =>
  readRateKey({ key, ctrlKey: false, metaKey: false, altKey: false, ...held }, scale);

describe('keys while rating', () => {
  it('are the scores themselves, and 0 is ten', () => {
    expect(press('1', 10)).toEqual({ kind: 'score', score: 1 });
    expect(press('9', 10)).toEqual({ kind: 'score', score: 9 });
    expect(press('0', 10)).toEqual({ kind: 'score', score: 10 });
  });

  it('never give a score off the scale', () => {
    expect(press('5', 5)).toEqual({ kind: 'score', score: 5 });
    expect(press('6', 5)).toEqual({ kind: 'off-scale' });
    expect(press('0', 5)).toEqual({ kind: 'off-scale' });
  });

  it('leave the browser its own shortcuts, but for Ctrl+Z', () => {
    expect(press('p', 10, { ctrlKey: true })).toBeNull();
    expect(press('5', 10, { metaKey: true })).toBeNull();
    expect(press('5', 10, { altKey: true })).toBeNull();
    expect(press('z', 10, { ctrlKey: true })).toEqual({ kind: 'undo' });
    expect(press('ArrowLeft', 10)).toBeNull();
    expect(press('Tab', 10)).toBeNull();
  });

  it('do not depend on Shift or Caps Lock', () => {
    expect(press('U', 10)).toEqual(press('u', 10));
  });
});
