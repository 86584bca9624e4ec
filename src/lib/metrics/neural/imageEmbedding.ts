import { sha256Hex } from '../../core/hash';
import type { RgbImage, Size } from '../../core/image';
import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import type { ImageComparison } from './comparison';
import type { EncoderInput } from './descriptor';
import { finiteScore } from './finiteScore';
import type { Model } from './Model';
import { makePixelTensor, makeTables, type ChannelTables } from './pixelTensor';
import { RecentMap } from '../../core/RecentMap';

/** An embedding is a few kilobytes; several systems share their references. */
const keptEmbeddings = 256;

/** Cosine similarity of the embeddings that an encoder gives two images. */
export class ImageEmbeddingScorer {
  readonly #model: Model;
  readonly #input: EncoderInput;
  readonly #kernels: KernelSet;
  readonly #tables: ChannelTables;
  /** By hash of the pixels that enter the encoder. */
  readonly #known = new RecentMap<string, Float32Array>(keptEmbeddings);

  constructor(model: Model, input: EncoderInput, kernels: KernelSet) {
    this.#model = model;
    this.#input = input;
    this.#kernels = kernels;
    const { mean, std } = input;
    this.#tables = makeTables((byte, channel) => (Math.fround(byte / 255) - mean[channel]!) / std[channel]!);
  }

  /** From −1 to 1; 1 for identical images; symmetric. */
  async score({ candidate, reference }: ImageComparison): Promise<Score> {
    const [a, b] = [await this.#embed(candidate), await this.#embed(reference)];
    let dot = 0;
    for (let i = 0; i < a.length; i++) dot += a[i]! * b[i]!;
    // Rounding can carry the product of two unit vectors over 1; NaN must stay NaN.
    return finiteScore(Number.isFinite(dot) ? Math.max(-1, Math.min(1, dot)) : dot);
  }

  async #embed(image: RgbImage): Promise<Float32Array> {
    const input = prepareImage(image, this.#input, this.#kernels);
    const key = await sha256Hex(input.rgb);
    const known = this.#known.get(key);
    if (known) return known;
    const output = await this.#model.run({
      [this.#model.inputNames[0]!]: makePixelTensor([input], this.#tables)
    });
    // Of 1×tokens×width the first token.
    const embedding = normalise(output.data.slice(0, output.dims.at(-1)));
    this.#known.set(key, embedding);
    return embedding;
  }
}

/** Resized and cropped as the description says; the pixels are still bytes, as Pillow's are. */
export function prepareImage(
  image: RgbImage,
  { resize, crop, filter }: EncoderInput,
  kernels: KernelSet
): RgbImage & { readonly rgb: Uint8Array<ArrayBuffer> } {
  const size = 'shortestEdge' in resize ? fitShortestEdge(image, resize.shortestEdge) : resize;
  const rgb = kernels.resize(image.rgb, 3, image, size, filter);
  return crop ? cropMiddle({ ...size, rgb }, crop) : { ...size, rgb };
}

function fitShortestEdge({ width, height }: Size, edge: number): Size {
  const long = (other: number, short: number) => Math.floor((edge * other) / short);
  return width <= height
    ? { width: edge, height: long(height, width) }
    : { width: long(width, height), height: edge };
}

/** An odd rest leaves the extra row or column at the end. */
function cropMiddle({ rgb, width, height }: RgbImage, crop: Size) {
  const left = Math.floor((width - crop.width) / 2);
  const top = Math.floor((height - crop.height) / 2);
  const cropped = new Uint8Array(3 * crop.width * crop.height);
  for (let row = 0; row < crop.height; row++) {
    const start = 3 * ((top + row) * width + left);
    cropped.set(rgb.subarray(start, start + 3 * crop.width), 3 * row * crop.width);
  }
  return { ...crop, rgb: cropped };
}

/** To length 1; a zero vector stays. */
function normalise(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / Math.max(norm, 1e-12));
}
