import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import type { ImageMetric, ImagePair, MetricMeta } from '../metric';

/** The evaluator's stand-in for the infinite PSNR of identical images. */
const identicalPsnrDb = 100;

const meta: MetricMeta = {
  id: 'psnr',
  version: '1',
  label: 'PSNR',
  variant: 'RGB, peak 255',
  unit: 'dB',
  range: [0, null],
  higherIsBetter: true,
  formats: ['edit', 'generate'],
  threshold: 28,
  officialKey: 'PSNR',
  digits: 2,
  source:
    'MedGEN-Bench evaluator (2026), NumPy 1.24.2; agrees within 1e-4 dB, because it sums in 32-bit floats.',
  definition:
    '20·log10(255 / √MSE), the mean squared error taken over the red, green and blue values of all pixels together.',
  edgeCases:
    'Identical images have no finite PSNR and get 100 dB, which enters the mean; a large image with hardly any error can come out above that. An output of another size is resized to the reference first (LANCZOS).',
  namesakes:
    'PSNR on luma or in YCbCr, PSNR averaged over channels, and a peak taken from the image instead of 255 all give other numbers. Others give infinity for identical images. An early release of the evaluator computed the error in 8-bit integers, which wrap around.',
  group: 'official'
};

/** Symmetric in its two images. @see meta for the definition and the edge cases */
function compute({ width, height, comparison }: ImagePair, kernels: KernelSet): Score {
  return { value: toPsnrDb(comparison.squaredErrorSum / (3 * width * height), kernels) };
}

/** Of 8-bit values; 100 dB where there is no error. */
export function toPsnrDb(meanSquaredError: number, kernels: KernelSet): number {
  if (meanSquaredError === 0) return identicalPsnrDb;
  return 20 * kernels.log10(255 / Math.sqrt(meanSquaredError));
}

export const psnr: ImageMetric = { kind: 'image', meta, compute };
