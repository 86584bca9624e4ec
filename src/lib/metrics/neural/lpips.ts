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

/** Through the network at once: more gain nothing, and one takes some megabytes. */
const mostAtOnce = 8;

interface LpipsGraph {
  readonly model: Model;
  /** Whether it takes several candidates of one reference. */
  readonly takesSeveral: boolean;
}

/**
 * LPIPS (Zhang et al. 2018) as the official evaluator calls it: either image straight to 256×256 by Pillow's
 * BILINEAR, values in [−1, 1], then the network. From 0; 0 for identical images. Lower is better. A reference that follows
 * itself goes through the network once for all its candidates.
 */
export async function computeLpips(
  pairs: readonly ImageComparison[],
  { model, takesSeveral }: LpipsGraph,
  kernels: KernelSet
): Promise<Score[]> {
  const scores: Score[] = [];
  while (scores.length < pairs.length) {
    const { reference } = pairs[scores.length]!;
    const rest = pairs.slice(scores.length, scores.length + (takesSeveral ? mostAtOnce : 1));
    const other = rest.findIndex((pair) => pair.reference !== reference);
    const together = other < 0 ? rest : rest.slice(0, other);
    const { data } = await model.run({
      candidate: makeInput(
        together.map(({ candidate }) => candidate),
        kernels
      ),
      reference: makeInput([reference], kernels)
    });
    scores.push(...together.map((_, i) => finiteScore(data[i] ?? Number.NaN)));
  }
  return scores;
}

function makeInput(images: readonly RgbImage[], kernels: KernelSet): Tensor {
  const resized = images.map((image) => ({
    ...inputSize,
    rgb: kernels.resize(image.rgb, 3, image, inputSize, 'bilinear')
  }));
  return makePixelTensor(resized, tables);
}
