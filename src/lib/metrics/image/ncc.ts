import type { Score } from '../../core/score';
import type { ImageMetric, ImagePair, MetricMeta } from '../metric';
import { extraMeta } from '../extraMeta';

const meta: MetricMeta = {
  ...extraMeta.image,
  id: 'ncc',
  version: '1',
  label: 'NCC',
  variant: 'zero-mean, whole image, luma',
  range: [-1, 1],
  source: 'Pearson’s correlation; agrees with NumPy 1.24.2 `corrcoef` within 1e-12.',
  definition:
    'The normalised cross-correlation of the two lumas (Pillow’s `L`) without shift: covariance divided by both standard deviations. Brightness and contrast do not count.',
  edgeCases:
    'An image of one grey level has no variance, so there is no value, not even for two identical ones. An output of another size is resized to the reference first (LANCZOS).',
  namesakes:
    'Without subtracting the means it is the cosine similarity; as a local or shift-searching measure it gives other numbers.'
};

/** Symmetric in its two images. @see meta for the definition and the edge cases */
function compute({ candidateLuma, referenceLuma }: ImagePair): Score {
  const [candidateMean, referenceMean] = [computeMean(candidateLuma), computeMean(referenceLuma)];
  let [covariance, candidateVariance, referenceVariance] = [0, 0, 0];
  for (let i = 0; i < referenceLuma.length; i++) {
    const candidate = candidateLuma[i]! - candidateMean;
    const reference = referenceLuma[i]! - referenceMean;
    covariance += candidate * reference;
    candidateVariance += candidate * candidate;
    referenceVariance += reference * reference;
  }
  if (candidateVariance === 0) return withoutVariance('output');
  if (referenceVariance === 0) return withoutVariance('reference');
  const value = covariance / Math.sqrt(candidateVariance * referenceVariance);
  return { value: Math.min(1, Math.max(-1, value)) };
}

function withoutVariance(image: 'output' | 'reference'): Score {
  return { value: null, reason: `the ${image} has one grey level only, so correlation is undefined` };
}

/** The sum is an exact integer, so the mean of a constant image is that constant and its variance exactly 0. */
function computeMean(values: Uint8Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

export const ncc: ImageMetric = { kind: 'image', meta, compute };
