import type { RgbImage, Size } from '../../core/image';
import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import { finiteScore } from './finiteScore';
import type { Model, Tensor } from './Model';
import type { ImageComparison } from './comparison';
import { makePixelTensor, makeTables } from './pixelTensor';

const inputSize: Size = { width: 256, height: 256 };

/** torchvision's ToTensor, then lpips' `2 * x - 1`, each rounded to 32 bits. */
const tables = makeTables((byte) => 2 * Math.fround(byte / 255) - 1);

/**
 * LPIPS (Zhang et al. 2018) as the official evaluator calls it: either image straight to 256×256 by Pillow's
 * BILINEAR, values in [−1, 1], then the network. From 0; 0 for identical images. Lower is better.
 */
export async function computeLpips(
  { candidate, reference }: ImageComparison,
  model: Model,
  kernels: KernelSet
): Promise<Score> {
  const output = await model.run({
    candidate: makeInput(candidate, kernels),
    reference: makeInput(reference, kernels)
  });
  return finiteScore(output.data[0] ?? Number.NaN);
}

function makeInput(image: RgbImage, kernels: KernelSet): Tensor {
  const rgb = kernels.resize(image.rgb, 3, image, inputSize, 'bilinear');
  return makePixelTensor({ ...inputSize, rgb }, tables);
}
