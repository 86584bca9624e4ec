import { checkInputs } from '../checkInputs';
import { pairwiseSum } from './pairwiseSum';
import { Pcg64 } from './Pcg64';

/** `KernelSet.bootstrapMeans`; one generator serves all resamples. */
export function bootstrapMeans(
  values: Float64Array,
  resamples: number,
  seed: number
): Float64Array<ArrayBuffer> {
  checkInputs.bootstrapMeans(values, resamples, seed);
  const generator = new Pcg64(seed);
  return Float64Array.from({ length: resamples }, () => {
    const drawn = values.map(() => values[generator.nextBelow(values.length)] ?? NaN);
    return pairwiseSum(drawn) / values.length;
  });
}
