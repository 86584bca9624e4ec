import { describe, expect, it } from 'vitest';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { computeControlEffects } from '../../src/lib/stats/controlEffects';
import { computeRepeatSpread } from '../../src/lib/stats/numerics/repeatSpread';

describe('the effect of a control', () => {
  const compute = () =>
    computeControlEffects(
      [
        { control: 'a', correct: [5, 4, 5, 4, 5], altered: [1, 2, 1, 2, 2] },
        { control: 'b', correct: [3, 3], altered: [3, 3] },
        { control: 'c', correct: [9, 8, 7, 6, 5, 4], altered: [3, 3, 3, 3, 3, 3] }
      ],
      referenceKernels
    );

  it('is the mean of correct − control, positive where the judge noticed', () => {
    const [fivefold, none, sixfold] = compute();
    expect([fivefold!.n, fivefold!.delta]).toEqual([5, 3]);
    expect([none!.n, none!.delta]).toEqual([2, 0]);
    expect(sixfold!.delta).toBeCloseTo(21 / 6, 12);
    expect(fivefold!.ciLow).toBeGreaterThan(2);
    expect(fivefold!.ciHigh).toBeLessThanOrEqual(4);
  });

  it('has the hand-worked exact p of n gains, 2/2ⁿ, adjusted over the controls that could be tested', () => {
    const [fivefold, none, sixfold] = compute();
    expect(fivefold!.reason).toBe('');
    expect(fivefold!.pValue).toBe(0.0625);
    expect(sixfold!.pValue).toBe(0.03125);
    expect([sixfold!.pHolm, fivefold!.pHolm]).toEqual([0.0625, 0.0625]);
    expect(none).toMatchObject({ pValue: null, pHolm: null, reason: 'all pairs are equal' });
  });

  it('has no value without pairs, and says so', () => {
    const [empty] = computeControlEffects([{ control: 'a', correct: [], altered: [] }], referenceKernels);
    expect(empty).toMatchObject({ n: 0, delta: null, ciLow: null, reason: 'there are no pairs' });
  });
});

describe('the spread of repeated answers', () => {
  it('is the within-sample deviation and the range, worked out by hand', () => {
    // Squares: 2/3 of the first sample, 0 of the second; 4 degrees of freedom. The third tells nothing.
    const spread = computeRepeatSpread([[7, 7, 8], [5, 5, 5], [9]]);
    expect(spread.sd).toBeCloseTo(Math.sqrt(2 / 3 / 4), 12);
    expect(spread).toMatchObject({ samples: 2, answers: 6, meanRange: 0.5, maxRange: 1, sameShare: 0.5 });
  });

  it('has no value where nothing was repeated', () => {
    expect(computeRepeatSpread([[4], []])).toMatchObject({ samples: 0, sd: null, maxRange: null });
  });
});
