import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../src/lib/stats/numerics/holm';
import { agreementGolden } from '../golden';

describe('Holm’s adjustment', () => {
  it.each(agreementGolden.holm)(
    'equals statsmodels for $pValues.length p-values',
    ({ pValues, adjusted }) => {
      for (const [index, value] of holm(pValues).entries()) expect(value).toBeCloseTo(adjusted[index]!, 14);
    }
  );

  it('is the hand-worked one: 4·0.005, 3·0.01, 2·0.03, and no less for 0.04', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((value, index) => expect(adjusted[index]).toBeCloseTo(value, 15));
  });

  it('leaves out what was not tested', () => {
    expect(holm([null, 0.02, null, 0.04])).toEqual([null, 0.04, null, 0.04]);
    expect(holm([])).toEqual([]);
  });

  const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

  it('never lowers a p-value, never exceeds 1 and keeps the order', () => {
    fc.assert(
      fc.property(family, (pValues) => {
        const adjusted = holm(pValues).map((value) => value ?? NaN);
        for (const [index, p] of pValues.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(p);
          expect(adjusted[index]).toBeLessThanOrEqual(1);
          for (const [other, otherP] of pValues.entries()) {
            if (p <= otherP) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[other]!);
          }
        }
      })
    );
  });

  it('rejects nothing that Bonferroni would keep, and all that it rejects', () => {
    fc.assert(
      fc.property(family, (pValues) => {
        for (const [index, value] of holm(pValues).entries()) {
          expect(value).toBeLessThanOrEqual(Math.min(1, pValues[index]! * pValues.length));
        }
      })
    );
  });
});
