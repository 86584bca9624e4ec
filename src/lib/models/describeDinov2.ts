import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import type { EncoderInput } from '../metrics/neural/descriptor';
import { refuseWeights } from '../weights/refuseWeights';
import { readCompanions } from './Companions';
import { identifyRepository } from './identifyRepository';
import type { Described, Findings } from './prepareModel';

/** Rad-DINO's, which is of DINOv2-base. */
const headWidth = 64;
const radDinoInput = { mean: [0.5307, 0.5307, 0.5307], std: [0.2583, 0.2583, 0.2583] };
const maxImagePx = 2048;
/** Pillow's numbers of the filters. */
const filters: Readonly<Record<number, EncoderInput['filter']>> = {
  1: 'lanczos',
  2: 'bilinear',
  3: 'bicubic'
};

/** Similarity of the embeddings of a DINOv2 encoder, e.g. Rad-DINO. */
export async function describeDinov2({ files, tensors, sha256 }: Findings): Promise<Described> {
  const { weights, companions } = files;
  const { config, preprocessor } = await readCompanions(companions);
  const [width = 0, , patch = 1] = tensors.get('embeddings.patch_embeddings.projection.weight')?.shape ?? [];
  const [, tokens = 0] = tensors.get('embeddings.position_embeddings')?.shape ?? [];
  const imagePx = Math.round(Math.sqrt(tokens - 1)) * patch;
  if (imagePx > maxImagePx)
    throw refuseWeights(
      weights.name,
      'for larger images than any',
      `${imagePx} pixels`,
      `${maxImagePx} at most`
    );
  const heads = Number(config?.num_attention_heads ?? width / headWidth);
  if (!Number.isInteger(width / heads))
    throw refuseWeights(
      weights.name,
      'its config does not belong to it',
      `${heads} heads`,
      `a divisor of the width ${width}`
    );
  return {
    descriptor: {
      metric: 'image-embedding',
      ...identifyRepository(files, 'dinov2', sha256),
      network: { kind: 'dinov2', heads, layerNormEpsilon: Number(config?.layer_norm_eps ?? 1e-6) },
      output: 'embedding',
      input: readInput(preprocessor, imagePx, weights.name)
    },
    tokenizer: null,
    tensors
  };
}

/** As the dropped preprocessor_config.json says; without one as Rad-DINO prepares its images. */
function readInput(preprocessor: JsonObject | null, imagePx: number, file: string): EncoderInput {
  const crop = { width: imagePx, height: imagePx };
  if (!preprocessor) return { resize: { shortestEdge: imagePx }, crop, filter: 'bicubic', ...radDinoInput };
  const { size, crop_size: cropSize, resample, image_mean: mean, image_std: std } = preprocessor;
  const filter = filters[Number(resample)];
  const shortestEdge = isJsonObject(size) ? Number(size['shortest_edge']) : Number.NaN;
  const side = isJsonObject(cropSize) ? cropSize['height'] : undefined;
  if (filter && shortestEdge >= imagePx && side === imagePx && areThree(mean) && areThree(std))
    return { resize: { shortestEdge }, crop, filter, mean, std };
  throw refuseWeights(
    file,
    'its preprocessor_config.json is not one that is followed here',
    JSON.stringify({ size, cropSize, resample }),
    `a crop of ${imagePx}×${imagePx} after resizing by the shortest edge`
  );
}

const areThree = (value: JsonValue | undefined): value is number[] =>
  Array.isArray(value) && value.length === 3 && value.every((item) => typeof item === 'number');
