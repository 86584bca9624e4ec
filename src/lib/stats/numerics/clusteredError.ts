import { computeMean } from './moments';

export interface ClusteredError {
  /** Of the mean; null where it cannot be told. */
  readonly standardError: number | null;
  readonly clusterCount: number;
}

/**
 * Standard error of the mean of values that come in clusters: √(C/(C − 1) · Σ_c (Σ_{i∈c} (x_i − x̄))²) / n. Where every value
 * is a cluster of its own it is s/√n, s with divisor n − 1. Null below two clusters.
 * Reference: K.-Y. Liang, S. L. Zeger, Longitudinal data analysis using generalized linear models, Biometrika 73 (1986).
 * @param clusters the cluster of each value, numbered from 0 without gaps; null where each has its own
 */
export function computeClusteredError(values: Float64Array, clusters: Uint32Array | null): ClusteredError {
  const sums: number[] = [];
  const mean = computeMean(values) ?? 0;
  for (const [index, value] of values.entries()) {
    const cluster = clusters?.[index] ?? index;
    sums[cluster] = (sums[cluster] ?? 0) + (value - mean);
  }
  const clusterCount = sums.length;
  if (clusterCount < 2) return { standardError: null, clusterCount };
  const squares = sums.reduce((total, sum) => total + sum * sum, 0);
  const variance = (squares * clusterCount) / (clusterCount - 1);
  return { standardError: Math.sqrt(variance) / values.length, clusterCount };
}
