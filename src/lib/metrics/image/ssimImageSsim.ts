import imageSsim from 'image-ssim';
import { formatSize } from '../../core/image';
import type { Score } from '../../core/score';
import type { ImageMetric, ImagePair, MetricMeta } from '../metric';

const tilePx = 8;

const meta: MetricMeta = {
  id: 'ssim-image-ssim-8x8',
  version: 'image-ssim-0.2.0',
  label: 'image-ssim 8×8',
  variant: 'npm package image-ssim, 8×8 tiles, Rec. 709 weights',
  unit: null,
  range: [-1, 1],
  higherIsBetter: true,
  formats: ['edit', 'generate'],
  threshold: null,
  officialKey: null,
  digits: 4,
  source: 'npm package image-ssim 0.2.0, `compare` with its default options.',
  definition:
    'Structural similarity in 8×8 tiles that do not overlap, on 0.212655 R + 0.715158 G + 0.072187 B, with the sample covariance, K1 = 0.01, K2 = 0.03; the mean over the tiles. Narrower tiles at the right and lower edge weigh as much as whole ones.',
  edgeCases:
    'Where width and height both leave a remainder of 1 when divided by 8, the last tile is a single pixel, whose variance is 0/0: no value then. An output of another size is resized to the reference first (LANCZOS).',
  namesakes:
    'Not the SSIM of the benchmark and not comparable with it: other weights, other window, no overlap. Here because other web tools report it as “SSIM”.',
  group: 'variant'
};

/** Symmetric in its two images. @see meta for the definition and the edge cases */
function compute({ width, height, candidateRgb, referenceRgb }: ImagePair): Score {
  if (width % tilePx === 1 && height % tilePx === 1) {
    const size = formatSize({ width, height });
    return {
      value: null,
      reason: `image is ${size} px; its last 8×8 tile is one pixel, which has no variance`
    };
  }
  const size = { width, height, channels: 3 };
  const { ssim } = imageSsim.compare({ ...size, data: candidateRgb }, { ...size, data: referenceRgb });
  return { value: ssim };
}

export const ssimImageSsim: ImageMetric = { kind: 'image', meta, compute };
