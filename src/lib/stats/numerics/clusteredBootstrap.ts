import { Pcg64 } from '../../kernels/reference/Pcg64';
import { computePercentile } from './percentile';
import { bootstrapResamples, bootstrapSeed, type Interval } from './summarise';

/**
 * 95 % percentile bootstrap interval of the mean of values that come in clusters: whole clusters are drawn, as many as
 * there are, and the mean is over all values of those drawn. Constants as in `summarise`. No values give nulls.
 * Reference: A. C. Davison, D. V. Hinkley, Bootstrap Methods and their Application (1997), section 3.8.
 * @param clusters the cluster of each value, numbered from 0 without gaps
 */
export function clusteredBootstrap(values: Float64Array, clusters: Uint32Array): Interval {
  if (values.length === 0) return { ciLow: null, ciHigh: null };
  const { sums, counts } = addUp(values, clusters);
  const generator = new Pcg64(bootstrapSeed);
  const means = Float64Array.from({ length: bootstrapResamples }, () => {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < sums.length; draw++) {
      const cluster = generator.nextBelow(sums.length);
      sum += sums[cluster]!;
      count += counts[cluster]!;
    }
    return sum / count;
  }).sort();
  return { ciLow: computePercentile(means, 2.5), ciHigh: computePercentile(means, 97.5) };
}

function addUp(values: Float64Array, clusters: Uint32Array): { sums: Float64Array; counts: Float64Array } {
  const clusterCount = clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  const [sums, counts] = [new Float64Array(clusterCount), new Float64Array(clusterCount)];
  for (const [index, cluster] of clusters.entries()) {
    sums[cluster]! += values[index]!;
    counts[cluster]!++;
  }
  return { sums, counts };
}
