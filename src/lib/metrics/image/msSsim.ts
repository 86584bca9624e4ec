import { formatSize } from '../../core/image';
import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import type { ImageMetric, ImagePair, MetricMeta } from '../metric';
import { computeGaussianSsim, windowPx, type Plane } from './gaussianWindow';
import { extraMeta } from '../extraMeta';

/** One a scale, from the finest on; from the paper. */
const exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** The smallest side that still is `windowPx` after four halvings, each rounded up. */
const leastSidePx = (windowPx - 1) * 2 ** (exponents.length - 1) + 1;

const meta: MetricMeta = {
  ...extraMeta.image,
  id: 'ms-ssim',
  version: '1',
  label: 'MS-SSIM',
  variant: 'five scales, 11×11 Gaussian window, luma',
  source:
    'Wang, Simoncelli and Bovik (2003), as in TensorFlow 2.15.1 `tf.image.ssim_multiscale` with its default exponents; agrees within 1e-5, because TensorFlow computes in 32-bit floats.',
  definition:
    'The product of the contrast-structure terms of four scales and the SSIM of the fifth, each to its exponent (0.0448, 0.2856, 0.3001, 0.2363, 0.1333). Each scale is the one before, averaged over 2×2 pixels. The window is that of Gaussian SSIM, on luma (Pillow’s `L`).',
  edgeCases:
    'Images under 161 px on a side have no value: the fifth scale would be smaller than the window. A scale with a negative mean counts as 0, and so does the whole. At an odd side the last row or column is averaged with itself.',
  namesakes:
    'Others use fewer scales on small images, pad odd sides with zeros, or average over colour channels, which gives other numbers.'
};

/** Symmetric in its two images but for rounding. @see meta for the definition and the edge cases */
function compute({ width, height, candidateLuma, referenceLuma }: ImagePair, kernels: KernelSet): Score {
  if (Math.min(width, height) < leastSidePx) {
    const size = formatSize({ width, height });
    return { value: null, reason: `image is ${size} px; five scales need at least ${leastSidePx} px a side` };
  }
  let candidate: Plane = { width, height, values: candidateLuma };
  let reference: Plane = { width, height, values: referenceLuma };
  let product = 1;
  exponents.forEach((exponent, scale) => {
    if (scale > 0) [candidate, reference] = [halve(candidate), halve(reference)];
    const { ssim, contrast } = computeGaussianSsim(candidate, reference);
    const isLast = scale === exponents.length - 1;
    const term = isLast ? ssim : contrast;
    // x ** y by kernels, which give the same bits in every browser.
    product *= term > 0 ? kernels.exp(exponent * kernels.log(term)) : 0;
  });
  return { value: product };
}

/** Means of 2×2 pixels; beyond an odd edge the last pixel is repeated. */
function halve(plane: Plane): Plane {
  const width = Math.ceil(plane.width / 2);
  const height = Math.ceil(plane.height / 2);
  const values = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const upper = 2 * y * plane.width;
    const lower = Math.min(2 * y + 1, plane.height - 1) * plane.width;
    for (let x = 0; x < width; x++) {
      const left = 2 * x;
      const right = Math.min(left + 1, plane.width - 1);
      const sum =
        plane.values[upper + left]! +
        plane.values[upper + right]! +
        plane.values[lower + left]! +
        plane.values[lower + right]!;
      values[y * width + x] = sum / 4;
    }
  }
  return { width, height, values };
}

export const msSsim: ImageMetric = { kind: 'image', meta, compute };
