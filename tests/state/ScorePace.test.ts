import { describe, expect, it } from 'vitest';
import { ScorePace } from '../../src/lib/state/ScorePace';

const at = (done: number, remembered = 0) => ({ done, total: 240, remembered, notStored: null });

describe('the time left', () => {
  it('is not told from the first predictions, which waited for the workers', () => {
    const pace = new ScorePace();
    expect(pace.measure(at(0), 0).secondsLeft).toBeNull();
    expect(pace.measure(at(1), 9000).secondsLeft).toBeNull();
    expect(pace.measure(at(3), 9400).secondsLeft).toBeNull();
  });

  it('is told once a twentieth took two seconds, at the pace since the first', () => {
    const pace = new ScorePace();
    pace.measure(at(1), 9000);
    expect(pace.measure(at(31), 10_000).secondsLeft).toBeNull();
    const { pairsPerSecond, secondsLeft } = pace.measure(at(41), 11_000);
    expect(pairsPerSecond).toBe(20);
    expect(secondsLeft).toBeCloseTo(199 / 20, 12);
  });

  it('does not count what was remembered', () => {
    const pace = new ScorePace();
    expect(pace.measure(at(100, 100), 50).pairsPerSecond).toBe(0);
    pace.measure(at(101, 100), 100);
    expect(pace.measure(at(121, 100), 2100)).toMatchObject({ pairsPerSecond: 10, secondsLeft: 11.9 });
  });
});
