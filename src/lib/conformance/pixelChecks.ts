import type { Check, CheckGroup } from './check';
import { compareNumbers, formatNumbers } from './compare';
import { scoreImages } from './scoring';
import type { Vectors } from './Vectors';

interface PixelPair {
  readonly ref: string;
  readonly pred: string;
  readonly psnr: number;
  readonly ssim: number;
}

export const psnrChecks: CheckGroup = {
  id: 'psnr',
  title: 'PSNR',
  reference: 'the evaluator’s formula with NumPy 1.24.2',
  agreement: 'within 1e-4 dB: the evaluator sums in 32-bit floats',
  list: (vectors) => listChecks(vectors, 'psnr', 1e-4)
};

export const ssimChecks: CheckGroup = {
  id: 'ssim',
  title: 'SSIM',
  reference: 'scikit-image 0.19.3, structural_similarity(…, data_range=255)',
  agreement: 'within 1e-9',
  list: (vectors) => listChecks(vectors, 'ssim', 1e-9)
};

async function listChecks(
  vectors: Vectors,
  metricId: 'psnr' | 'ssim',
  tolerance: number
): Promise<readonly Check[]> {
  const pairs = await vectors.readJson<PixelPair[]>('pixel.json');
  return pairs.map(({ ref, pred, [metricId]: value }) => ({
    name: `${pred.replace('pixel/', '')} against ${ref.replace('pixel/', '')}`,
    expected: formatNumbers([value]),
    run: async (tools) => {
      const got = await scoreImages({ output: pred, reference: ref }, metricId, vectors, tools);
      return compareNumbers([value], [got], tolerance);
    }
  }));
}
