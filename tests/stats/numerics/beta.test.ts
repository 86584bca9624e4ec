import { describe, expect, it } from 'vitest';
import { computeLogBeta, computeRegularisedBeta, computeUpperF } from '../../../src/lib/stats/numerics/beta';
import { agreementGolden } from '../golden';

describe('the beta function', () => {
  it('is 1/(a·C(a + b − 1, b − 1)) for whole numbers', () => {
    expect(computeLogBeta(1, 1)).toBeCloseTo(0, 14);
    expect(computeLogBeta(3, 4)).toBeCloseTo(Math.log(1 / 60), 13);
    expect(computeLogBeta(0.5, 0.5)).toBeCloseTo(Math.log(Math.PI), 13);
  });

  it('is symmetric', () => {
    expect(computeLogBeta(0.3, 700)).toBeCloseTo(computeLogBeta(700, 0.3), 12);
  });
});

describe('the regularised incomplete beta function', () => {
  it('equals mpmath’s to 1e-12 relative', () => {
    expect(agreementGolden.regularisedBeta.length).toBeGreaterThan(200);
    for (const { x, a, b, value } of agreementGolden.regularisedBeta) {
      const error = Math.abs(computeRegularisedBeta(x, 1 - x, a, b) - value);
      expect(error, `I(${x}; ${a}, ${b})`).toBeLessThanOrEqual(value * 1e-12);
    }
  });

  it('is 0 and 1 at the ends', () => {
    expect(computeRegularisedBeta(0, 1, 2, 3)).toBe(0);
    expect(computeRegularisedBeta(1, 0, 2, 3)).toBe(1);
  });
});

describe('the upper quantile of F', () => {
  it('equals SciPy’s to 1e-9 relative', () => {
    for (const { tail, d1, d2, value } of agreementGolden.upperF) {
      const error = Math.abs(computeUpperF(tail, d1, d2) - value);
      expect(error, `F(${tail}; ${d1}, ${d2})`).toBeLessThanOrEqual(value * 1e-9);
    }
  });
});
