import type { Score } from '../../core/score';
import type { ImageMetric, ImagePair, MetricMeta } from '../metric';
import { extraMeta } from '../extraMeta';

const meta: MetricMeta = {
  ...extraMeta.image,
  id: 'mae',
  version: '1',
  label: 'MAE',
  variant: 'RGB, 0–255',
  unit: 'levels',
  range: [0, 255],
  higherIsBetter: false,
  digits: 2,
  source: 'The usual definition; agrees with NumPy 1.24.2 within 1e-12.',
  definition:
    'The mean of the absolute differences of the red, green and blue values of all pixels, in levels of 0 to 255.',
  edgeCases:
    'Identical images give 0. An output of another size is resized to the reference first (LANCZOS).',
  namesakes: 'On values scaled to 0–1 it is 255 times smaller; on luma it differs for coloured images.'
};

/** Symmetric in its two images. @see meta for the definition and the edge cases */
function compute({ candidateRgb, referenceRgb }: ImagePair): Score {
  let sum = 0;
  for (let i = 0; i < referenceRgb.length; i++) sum += Math.abs(candidateRgb[i]! - referenceRgb[i]!);
  return { value: sum / referenceRgb.length };
}

export const mae: ImageMetric = { kind: 'image', meta, compute };
