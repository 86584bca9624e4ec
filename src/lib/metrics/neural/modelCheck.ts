import type { RgbImage } from '../../core/image';
import { DataError } from '../../core/problem';
import type { Score } from '../../core/score';
import type { Comparison } from './comparison';
import type { ModelDescriptor, NeuralMetric } from './descriptor';

/** What the neural metrics promise. */
const tolerance = 1e-4;

const images: Comparison = {
  kind: 'image',
  candidate: drawImage(97, 61, 3),
  reference: drawImage(160, 120, 0)
};

/** The pairs that `check` of a description is about; src/models/export_onnx.py scores the same. */
export const checkPairs: Readonly<Record<NeuralMetric, Comparison>> = {
  lpips: images,
  'image-embedding': images,
  bertscore: {
    kind: 'text',
    response: 'Small right pleural effusion, no fracture.',
    reference: 'There is a small pleural effusion on the right.'
  }
};

/**
 * A model that opens can still compute nonsense: files that do not belong together, a wrong mean, a faulty driver of
 * the graphics card.
 * @param score what the model gives here for its check pair
 * @throws DataError when it is not what the description says
 */
export function requireCheck({ check, model }: ModelDescriptor, score: Score): void {
  if (check === null || (score.value !== null && Math.abs(score.value - check) <= tolerance)) return;
  throw new DataError({
    code: 'model-check',
    where: { file: model.file },
    what: 'the model gives a wrong score for its check pair',
    got: score.value === null ? score.reason : String(score.value),
    expected: `${check}, as its description says`
  });
}

/** Weights of zeros make everything equal; what is left then is rounding. */
const leastDifference = 1e-6;

/** For a pair of two equal sides. */
const identityScores: Readonly<Record<NeuralMetric, number>> = {
  lpips: 0,
  bertscore: 1,
  'image-embedding': 1
};

/** The reference of the check pair beside itself. */
export function pairIdentical(metric: NeuralMetric): Comparison {
  const pair = checkPairs[metric];
  return pair.kind === 'image'
    ? { ...pair, candidate: pair.reference }
    : { ...pair, response: pair.reference };
}

/**
 * Weights that nobody scored before still have to see that a thing is like itself.
 * @throws DataError when they do not
 */
export function requireIdentity({ metric, model }: ModelDescriptor, score: Score): void {
  const wanted = identityScores[metric];
  if (score.value !== null && Math.abs(score.value - wanted) <= tolerance) return;
  throw new DataError({
    code: 'model-check',
    where: { file: model.file },
    what: 'these weights do not find a thing like itself',
    got: score.value === null ? score.reason : String(score.value),
    expected: `${wanted} for two equal sides`
  });
}

/** @throws DataError when the check pair, whose sides differ much, has no score or that of equal sides */
export function requireScore({ metric, model }: ModelDescriptor, score: Score): number {
  if (score.value !== null && Math.abs(score.value - identityScores[metric]) > leastDifference)
    return score.value;
  throw new DataError({
    code: 'model-check',
    where: { file: model.file },
    what: 'these weights see no difference between things that differ',
    got: score.value === null ? score.reason : String(score.value),
    expected: 'trained weights'
  });
}

/** A picture by formula, the same in Python: rings, a ramp and a texture, by `kind`. */
export function drawImage(width: number, height: number, kind: number): RgbImage {
  const rgb = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const squares = (x - Math.floor(width / 2)) ** 2 + (y - Math.floor(height / 2)) ** 2;
      const rings = Math.floor(squares / (13 + 5 * kind)) + 3 * kind * x;
      const texture = Math.floor((x * y) / (5 + kind)) + 11 * kind;
      // A Uint8Array keeps the low eight bits.
      rgb.set([rings, (x * (7 + kind)) ^ (y * 3), texture], 3 * (y * width + x));
    }
  }
  return { width, height, rgb };
}
