import { describe, expect, it } from 'vitest';
import { computeErfc, computeNormalSurvival } from '../../../src/lib/stats/numerics/normal';
import { agreementGolden } from '../golden';

describe('the normal distribution’s upper tail', () => {
  it('equals SciPy’s to 1e-12 relative from −6 to 37 deviations', () => {
    expect(agreementGolden.normalSurvival.length).toBeGreaterThan(100);
    for (const { z, sf } of agreementGolden.normalSurvival) {
      expect(Math.abs(computeNormalSurvival(z) - sf) / sf, `z = ${z}`).toBeLessThan(1e-12);
    }
  });

  it('halves at 0 and mirrors', () => {
    expect(computeNormalSurvival(0)).toBe(0.5);
    expect(computeNormalSurvival(1.3) + computeNormalSurvival(-1.3)).toBeCloseTo(1, 15);
  });

  it('meets itself where series and fraction change over', () => {
    const slope = (computeErfc(2 + 1e-6) - computeErfc(2 - 1e-6)) / 2e-6;
    expect(slope).toBeCloseTo((-2 / Math.sqrt(Math.PI)) * Math.exp(-4), 8);
  });

  it('ends in 0 and 1, not in NaN', () => {
    expect(computeNormalSurvival(Infinity)).toBe(0);
    expect(computeNormalSurvival(-Infinity)).toBe(1);
    expect(computeNormalSurvival(1e9)).toBe(0);
  });
});
