import type { Size } from '../../core/image';
import type { NeuralMetric } from '../../core/run';
import type { ResizeFilter } from '../../kernels/KernelSet';
import { DescriptorFields } from './DescriptorFields';

/** The first field of every description; another number behind `@` means another layout. */
export const descriptorFormat = 'medgen-bench-viewer/model@1';

export type { NeuralMetric };

/** A file beside the description. Its size and hash are known before it is loaded, and checked afterwards. */
export interface ModelFile {
  readonly file: string;
  readonly byteLength: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

interface CommonFields {
  /** Names the weights, e.g. `lpips-0.1-alex`: the official metrics are known by it. */
  readonly weights: string;
  readonly label: string;
  readonly source: string;
  readonly licence: string;
  /** An ONNX graph, or safetensors where there is a `network`. */
  readonly model: ModelFile;
  /** How the graph is written for weights without one; null for an ONNX graph. */
  readonly network: NetworkShape | null;
  /** Where the weights came from; null for an export. */
  readonly published: Published | null;
  /** The output of the graph that is read. */
  readonly output: string;
  /** What the reference library gives for the pair of `modelCheck`; null where nobody computed it. */
  readonly check: number | null;
}

/** What the weights themselves do not tell of the network they belong to. */
export type NetworkShape =
  | { readonly kind: 'alexnet' }
  | { readonly kind: 'bert' | 'dinov2'; readonly heads: number; readonly layerNormEpsilon: number };

/** The files of weights as their authors publish them. */
export interface Published {
  /** The one with the network first. */
  readonly files: readonly ModelFile[];
  /** The commit of the repository that they were loaded from; null where nobody knows. */
  readonly revision: string | null;
  /** Whether the hashes are those that the authors publish. */
  readonly isKnown: boolean;
}

/** Inputs `candidate` and `reference`, float32 1×3×256×256 in [−1, 1]; the output is one number. */
export interface LpipsDescriptor extends CommonFields {
  readonly metric: 'lpips';
}

/** Inputs `input_ids` and, where the graph has them, `attention_mask` and `token_type_ids`, int64 1×tokens. */
export interface BertScoreDescriptor extends CommonFields {
  readonly metric: 'bertscore';
  /** A `tokenizer.json` of Hugging Face. */
  readonly tokenizer: ModelFile;
  /** The layer that the output holds the hidden states of; 1 is the first. */
  readonly layer: number;
  readonly maxTokens: number;
}

/** One input of any name, float32 1×3×height×width; the output is 1×width, or 1×tokens×width with the first token read. */
export interface ImageEncoderDescriptor extends CommonFields {
  readonly metric: 'image-embedding';
  readonly input: EncoderInput;
}

/** How an image becomes the input of an encoder, in this order. */
export interface EncoderInput {
  /** Both sides, or the shorter side with the proportions kept (the longer is rounded down). */
  readonly resize: Size | { readonly shortestEdge: number };
  /** The middle that is cut out; null for all of it. */
  readonly crop: Size | null;
  readonly filter: ResizeFilter;
  /** Of the values in [0, 1], for red, green and blue. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export type ModelDescriptor = LpipsDescriptor | BertScoreDescriptor | ImageEncoderDescriptor;

/** 4 GB: what WebAssembly can address. */
const maxModelBytes = 2 ** 32;
const maxSidePx = 4096;

/** Whether a JSON text is meant as a description of a model, right or wrong. */
export function isDescriptor(text: string): boolean {
  return /^\s*\{[^]*"format"\s*:\s*"medgen-bench-viewer\/model@/.test(text);
}

/** @throws DataError that names the field, what it holds and what it should hold */
export function parseDescriptor(text: string, file: string): ModelDescriptor {
  const fields = DescriptorFields.parse(text, file);
  fields.choice('format', [descriptorFormat]);
  const metric = fields.choice<NeuralMetric>('metric', ['lpips', 'bertscore', 'image-embedding']);
  const common: CommonFields = {
    weights: fields.text('weights', /^[\w.-]+$/, 'letters, digits, ".", "_" and "-" only'),
    label: fields.text('label'),
    source: fields.text('source'),
    licence: fields.text('licence'),
    model: parseFile(fields.object('model')),
    network: fields.has('network') ? parseNetwork(fields.object('network')) : null,
    published: fields.has('published') ? parsePublished(fields.object('published')) : null,
    output: fields.text('output'),
    check: fields.has('check') ? fields.number('check') : null
  };
  if (metric === 'lpips') return { ...common, metric };
  if (metric === 'image-embedding') return { ...common, metric, input: parseInput(fields.object('input')) };
  return {
    ...common,
    metric,
    tokenizer: parseFile(fields.object('tokenizer')),
    layer: fields.integer('layer', 1, 1000),
    maxTokens: fields.integer('maxTokens', 3, 100_000)
  };
}

/** Every file of a model, the large one first. */
export function listModelFiles(descriptor: ModelDescriptor): readonly ModelFile[] {
  return 'tokenizer' in descriptor ? [descriptor.model, descriptor.tokenizer] : [descriptor.model];
}

/** Bytes to download. */
export function sumModelBytes(descriptor: ModelDescriptor): number {
  return listModelFiles(descriptor).reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function parseFile(fields: DescriptorFields): ModelFile {
  return {
    // A plain name: the file lies beside its description, wherever that is.
    file: fields.text('file', /^[\w-][\w.-]*$/, 'a file name without folders'),
    byteLength: fields.integer('byteLength', 1, maxModelBytes),
    sha256: fields.text('sha256', /^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case')
  };
}

function parseNetwork(fields: DescriptorFields): NetworkShape {
  const kind = fields.choice('kind', ['alexnet', 'bert', 'dinov2'] as const);
  if (kind === 'alexnet') return { kind };
  return {
    kind,
    heads: fields.integer('heads', 1, 1024),
    layerNormEpsilon: fields.number('layerNormEpsilon')
  };
}

function parsePublished(fields: DescriptorFields): Published {
  return {
    files: fields.objects('files').map(parseFile),
    revision: fields.has('revision') ? fields.text('revision') : null,
    isKnown: fields.flag('isKnown')
  };
}

function parseInput(fields: DescriptorFields): EncoderInput {
  const resizeFields = fields.object('resize');
  const resize = resizeFields.has('shortestEdge')
    ? { shortestEdge: resizeFields.integer('shortestEdge', 1, maxSidePx) }
    : parseSize(resizeFields);
  const crop = fields.has('crop') ? parseSize(fields.object('crop')) : null;
  checkCrop(resize, crop, fields);
  return {
    resize,
    crop,
    filter: fields.choice<ResizeFilter>('filter', ['bicubic', 'bilinear', 'lanczos']),
    mean: fields.numbers('mean', 3),
    std: fields.numbers('std', 3, (value) => value > 0, 'numbers above 0')
  };
}

function parseSize(fields: DescriptorFields): Size {
  return { width: fields.integer('width', 1, maxSidePx), height: fields.integer('height', 1, maxSidePx) };
}

/** @throws DataError where an input would have no fixed size, or a crop would reach outside the image */
function checkCrop(resize: EncoderInput['resize'], crop: Size | null, fields: DescriptorFields): void {
  if ('shortestEdge' in resize && !crop) fields.fail('crop', null, 'a size, because of resize.shortestEdge');
  if (!crop) return;
  const least =
    'shortestEdge' in resize ? { width: resize.shortestEdge, height: resize.shortestEdge } : resize;
  if (crop.width > least.width || crop.height > least.height) {
    fields.fail('crop', crop, `at most ${least.width}×${least.height}, the size after resizing`);
  }
}
