import type { Size } from '../core/image';
import { makeImagePair } from '../metrics/imagePair';
import type { ImageMetric } from '../metrics/metric';
import { metricById } from '../metrics/registry';
import type { Check, CheckGroup } from './check';
import { compareNumbers, formatNumbers } from './compare';
import { disturb, drawPicture } from './drawn';
import type { Vectors } from './Vectors';

type Column = 'mae' | 'rmse' | 'ncc' | 'ssim_gaussian' | 'ms_ssim';

type DrawnPair = Size & { readonly levels: number } & Readonly<Record<Column, number | null>>;

interface Subject {
  readonly metricId: string;
  readonly column: Column;
  readonly tolerance: number;
  readonly reference: string;
}

const skimage =
  'scikit-image 0.19.3, structural_similarity(…, gaussian_weights=True, sigma=1.5, use_sample_covariance=False)';

const subjects: readonly Subject[] = [
  { metricId: 'ssim-gaussian-11x11', column: 'ssim_gaussian', tolerance: 1e-9, reference: skimage },
  {
    metricId: 'ms-ssim',
    column: 'ms_ssim',
    tolerance: 1e-5,
    reference: 'TensorFlow 2.15.1, tf.image.ssim_multiscale (32-bit floats)'
  },
  { metricId: 'mae', column: 'mae', tolerance: 1e-12, reference: 'NumPy 1.24.2' },
  { metricId: 'rmse', column: 'rmse', tolerance: 1e-12, reference: 'NumPy 1.24.2' },
  { metricId: 'ncc', column: 'ncc', tolerance: 1e-12, reference: 'NumPy 1.24.2, corrcoef' }
];

export const imageExtraChecks: readonly CheckGroup[] = subjects.map((subject) => {
  const metric = findImageMetric(subject.metricId);
  return {
    id: subject.metricId,
    title: metric.meta.label,
    reference: subject.reference,
    agreement: `within ${subject.tolerance.toExponential()}`,
    list: (vectors) => listChecks(vectors, metric, subject)
  };
});

async function listChecks(
  vectors: Vectors,
  metric: ImageMetric,
  { column, tolerance }: Subject
): Promise<readonly Check[]> {
  const { cases } = await vectors.readJson<{ cases: DrawnPair[] }>('image_extras.json');
  return cases.map(({ width, height, levels, [column]: value }) => ({
    name: `drawn picture of ${width}×${height} px, noise of ${levels} levels`,
    expected: formatNumbers([value]),
    run: ({ kernels }) => {
      const picture = drawPicture({ width, height });
      const { pair } = makeImagePair(disturb(picture, levels), picture, kernels);
      return compareNumbers([value], [metric.compute(pair, kernels).value], tolerance);
    }
  }));
}

function findImageMetric(id: string): ImageMetric {
  const metric = metricById(id);
  if (metric.kind !== 'image') throw new Error(`${id} is no image metric`);
  return metric;
}
