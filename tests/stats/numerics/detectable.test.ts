import { describe, expect, it } from 'vitest';
import { clusteredBootstrap } from '../../../src/lib/stats/numerics/clusteredBootstrap';
import { computeClusteredError } from '../../../src/lib/stats/numerics/clusteredError';
import { computeDetectableDifference } from '../../../src/lib/stats/numerics/detectableDifference';

describe('the detectable difference', () => {
  // Student's t from printed tables: t(0.975; 9) = 2.262157, t(0.8; 9) = 0.883404; t(0.975; 1) = 12.7062, t(0.8; 1) = 1.37638.
  it.each([
    [1 / Math.sqrt(10), 9, (2.262157 + 0.883404) / Math.sqrt(10)],
    [1, 1, 12.7062 + 1.37638],
    // The normal's, 1.959964 + 0.841621.
    [0.5, 1e7, 1.4007925]
  ])('of the standard error %f with %i degrees of freedom', (error, freedom, expected) => {
    expect(computeDetectableDifference(error, freedom)).toBeCloseTo(expected, 4);
  });
});

describe('the standard error by clusters', () => {
  it('is s / √n where every value is its own', () => {
    // Mean 3, squares 4 + 1 + 0 + 1 + 4 = 10, s² = 2.5.
    const { standardError } = computeClusteredError(Float64Array.of(1, 2, 3, 4, 5), null);
    expect(standardError).toBeCloseTo(Math.sqrt(2.5 / 5), 12);
  });

  it('adds up what one cluster is off by', () => {
    // Mean 4; clusters are off by −3 − 1 = −4 and 1 + 3 = 4: √(2 / 1 · 32) / 4 = 2.
    const values = Float64Array.of(1, 3, 5, 7);
    expect(computeClusteredError(values, Uint32Array.of(0, 0, 1, 1))).toEqual({
      standardError: 2,
      clusterCount: 2
    });
  });

  it('cannot be told from one cluster', () => {
    expect(computeClusteredError(Float64Array.of(1, 3), Uint32Array.of(0, 0)).standardError).toBeNull();
  });
});

describe('the bootstrap over clusters', () => {
  it('draws whole clusters: of two, every mean is one of three', () => {
    // Means 0 (three values) and 8 (one): both drawn 8 / 4 = 2, the same twice 0 or 8, each of these in a quarter of draws.
    const values = Float64Array.of(-1, 0, 1, 8);
    expect(clusteredBootstrap(values, Uint32Array.of(0, 0, 0, 1))).toEqual({ ciLow: 0, ciHigh: 8 });
  });

  it('has no spread where all clusters are alike, however their values differ', () => {
    const values = Float64Array.of(1, 3, 1, 3, 1, 3);
    expect(clusteredBootstrap(values, Uint32Array.of(0, 0, 1, 1, 2, 2))).toEqual({ ciLow: 2, ciHigh: 2 });
  });

  it('has nulls for no values', () => {
    expect(clusteredBootstrap(new Float64Array(), new Uint32Array())).toEqual({ ciLow: null, ciHigh: null });
  });
});
