import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import { toPsnrDb } from '../image/psnr';
import type { ImageMetric, ImagePair } from '../metric';
import type { ChangedRegion } from './computeRegion';
import { describeRegionMetric } from './regionMeta';
import { withRegion } from './withRegion';

const scale = {
  kind: 'PSNR',
  unit: 'dB',
  range: [0, null],
  digits: 2,
  edgeCases: 'Without any error 100 dB, as for the PSNR of the whole image.'
} as const;

/** PSNR of the pixels whose mask is `side`. */
function compute(
  { candidateRgb, referenceRgb }: ImagePair,
  { mask }: ChangedRegion,
  side: 0 | 1,
  kernels: KernelSet
): Score {
  let squaredErrorSum = 0;
  let pixels = 0;
  for (let i = 0, at = 0; i < mask.length; i++, at += 3) {
    if (mask[i] !== side) continue;
    const red = candidateRgb[at]! - referenceRgb[at]!;
    const green = candidateRgb[at + 1]! - referenceRgb[at + 1]!;
    const blue = candidateRgb[at + 2]! - referenceRgb[at + 2]!;
    squaredErrorSum += red * red + green * green + blue * blue;
    pixels++;
  }
  return { value: toPsnrDb(squaredErrorSum / (3 * pixels), kernels) };
}

/** How close the output comes to the reference where the sample is to change. */
export const regionFidelityPsnr: ImageMetric = {
  kind: 'image',
  meta: describeRegionMetric({
    ...scale,
    side: 'fidelity',
    measure: 'PSNR (RGB, peak 255) of output and reference over the pixels inside the region.'
  }),
  compute: (pair, kernels) => withRegion(pair, (region) => compute(pair, region, 1, kernels))
};

/** How close the output comes to the reference where the sample is to stay as it is. */
export const regionPreservationPsnr: ImageMetric = {
  kind: 'image',
  meta: describeRegionMetric({
    ...scale,
    side: 'preservation',
    measure: 'PSNR (RGB, peak 255) of output and reference over the pixels outside the region.'
  }),
  compute: (pair, kernels) => withRegion(pair, (region) => compute(pair, region, 0, kernels))
};
