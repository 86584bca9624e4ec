import { formatSize } from '../../core/image';
import type { Score } from '../../core/score';
import type { ImageMetric, ImagePair, MetricMeta } from '../metric';
import { computeGaussianSsim, windowPx } from './gaussianWindow';
import { extraMeta } from '../extraMeta';

const meta: MetricMeta = {
  ...extraMeta.image,
  id: 'ssim-gaussian-11x11',
  version: '1',
  label: 'Gaussian SSIM',
  variant: '11×11 Gaussian window, σ 1.5, luma (Wang 2004)',
  range: [-1, 1],
  source:
    'Wang, Bovik, Sheikh and Simoncelli (2004), as in scikit-image 0.19.3 `structural_similarity` with gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255; agrees within 1e-9.',
  definition:
    'Structural similarity of the luma (Pillow’s `L`) under an 11×11 Gaussian window with σ = 1.5 px, weighted population moments, K1 = 0.01, K2 = 0.03, data range 255; the mean over all window positions that lie inside the image. No down-sampling first.',
  edgeCases:
    'Images under 11 px on a side have no value. Two constant images of the same grey give 1. An output of another size is resized to the reference first (LANCZOS).',
  namesakes:
    'The benchmark’s SSIM has a 7×7 uniform window and the sample covariance. Wang’s later MATLAB script shrinks large images to about 256 px first, which this does not.'
};

/** Symmetric in its two images but for rounding. @see meta for the definition and the edge cases */
function compute({ width, height, candidateLuma, referenceLuma }: ImagePair): Score {
  if (Math.min(width, height) < windowPx) {
    const size = formatSize({ width, height });
    return { value: null, reason: `image is ${size} px; the 11×11 window needs at least 11 px a side` };
  }
  const size = { width, height };
  return {
    value: computeGaussianSsim({ ...size, values: candidateLuma }, { ...size, values: referenceLuma }).ssim
  };
}

export const ssimGaussian: ImageMetric = { kind: 'image', meta, compute };
