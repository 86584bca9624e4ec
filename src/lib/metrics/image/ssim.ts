import { formatSize } from '../../core/image';
import type { Score } from '../../core/score';
import type { ImageMetric, ImagePair, MetricMeta } from '../metric';

const meta: MetricMeta = {
  id: 'ssim',
  version: '1',
  label: 'SSIM',
  variant: '7×7 uniform window, luma (scikit-image default)',
  unit: null,
  range: [-1, 1],
  higherIsBetter: true,
  formats: ['edit', 'generate'],
  threshold: 0.7,
  officialKey: 'SSIM',
  digits: 4,
  source:
    'Wang, Bovik, Sheikh and Simoncelli (2004), as in scikit-image 0.19.3 `structural_similarity(reference, output, data_range=255)`; agrees within 1e-9.',
  definition:
    'Structural similarity of the luma (Pillow’s `L`, ITU-R 601-2): means, variances and covariance over a 7×7 uniform window, with the sample covariance (divided by 48), K1 = 0.01, K2 = 0.03, data range 255; the mean over all window positions that lie inside the image.',
  edgeCases:
    'Images under 7 px on a side have no value (the evaluator stops with an error there). Two constant images of the same grey give 1. Negative values are possible and mean inverted structure. An output of another size is resized to the reference first (LANCZOS).',
  namesakes:
    'The paper’s SSIM has an 11×11 Gaussian window; others use 8×8 tiles, the population covariance, RGB instead of luma, a data range taken from the image, or a down-sampling step first. On one and the same pair such choices move the number by tenths. An early release of the evaluator counted 0.1 as a pass; it is 0.7 now.',
  group: 'official'
};

/** Symmetric in its two images but for rounding. @see meta for the definition and the edge cases */
function compute({ width, height, comparison }: ImagePair): Score {
  if (comparison.ssim !== null) return { value: comparison.ssim };
  const size = formatSize({ width, height });
  return { value: null, reason: `image is ${size} px; SSIM's 7×7 window needs at least 7 px a side` };
}

export const ssim: ImageMetric = { kind: 'image', meta, compute };
