import { hashBlob } from '../core/hashBlob';
import { DataError } from '../core/problem';
import type { ModelDescriptor, ModelFile, NetworkShape, Published } from '../metrics/neural/descriptor';
import { openWeights } from '../weights/openWeights';
import { refuseWeights } from '../weights/refuseWeights';
import { countElements, elementBytes, type StoredTensor } from '../weights/Weights';
import { writeSafetensors } from '../weights/writeSafetensors';
import type { NamedBlob } from './Companions';
import { describeBert } from './describeBert';
import { describeDinov2 } from './describeDinov2';
import { describeLpips } from './describeLpips';
import { isKnownFile } from './knownWeights';
import type { NeuralModel } from './NeuralModel';
import { recogniseWeights } from './recogniseWeights';
import { writeNetwork } from './writeNetwork';

/** Files that belong together, as they are published. */
export interface PublishedFiles {
  readonly weights: NamedBlob;
  /** The linear heads of LPIPS. */
  readonly heads: NamedBlob;
  /** Small files beside the weights. */
  readonly companions: readonly NamedBlob[];
  /** `owner/name` or a folder's name; null where nobody knows. */
  readonly repository: string | null;
  readonly revision: string | null;
  /** Where they were loaded from; null where they were at hand. */
  readonly address: string | null;
  /** The hash that the repository gives for the weights; null where nobody gave one. */
  readonly expectedSha256: string | null;
}

/** What the weights say, and what is around them. */
export interface Findings {
  readonly files: PublishedFiles;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Of the weights, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The fields of a description that follow from the network. */
export interface Described {
  readonly descriptor: DescribedFields;
  readonly tokenizer: Blob | null;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

type Omitted = 'model' | 'tokenizer' | 'published' | 'check';
/** Over every member of the union, which Omit alone does not keep. */
type OmitEach<Union> = Union extends unknown ? Omit<Union, Omitted> : never;
export type DescribedFields = OmitEach<ModelDescriptor> & { readonly network: NetworkShape };

/**
 * A model out of published weights: the tensors that its network reads, and a description. The numbers stay in the file.
 * @throws DataError when the files are not what a metric here needs
 */
export async function prepareModel(files: PublishedFiles): Promise<NeuralModel> {
  const { weights } = files;
  const { kind, tensors } = recogniseWeights(await openWeights(weights.blob, weights.name));
  if (kind === 'lpips-heads') {
    throw refuseWeights(
      weights.name,
      'these are the linear heads of LPIPS, which the page has already',
      'lin0 to lin4',
      'the network below them: torchvision’s alexnet-owt-7be5be79.pth'
    );
  }
  const sha256 = await hashBlob(weights.blob);
  requireHash(files, sha256);
  const findings = { files, tensors, sha256 };
  const described = await {
    alexnet: describeLpips,
    bert: describeBert,
    dinov2: describeDinov2
  }[kind](findings);
  return complete(described, findings);
}

function requireHash({ weights, expectedSha256 }: PublishedFiles, sha256: string): void {
  if (expectedSha256 === null || expectedSha256 === sha256) return;
  throw new DataError({
    code: 'file-hash',
    where: { file: weights.name },
    what: 'not the file that the repository lists: its SHA-256 differs',
    got: sha256,
    expected: expectedSha256
  });
}

async function complete(
  { descriptor, tokenizer, tensors }: Described,
  findings: Findings
): Promise<NeuralModel> {
  const { files, sha256 } = findings;
  const name = descriptor.weights.toLowerCase();
  const shapes = new Map([...tensors].map(([weight, { shape }]) => [weight, shape]));
  const draft = { ...descriptor, model: { file: files.weights.name } } as ModelDescriptor;
  const { weights: used } = writeNetwork(draft, descriptor.network, shapes);
  const kept = new Map(used.map((weight) => [weight, tensors.get(weight)!]));
  requireRoom(kept, files);
  const model = await writeSafetensors(kept, files.weights.name);
  const published = await describePublished(descriptor.metric === 'lpips', files, sha256);
  const fields = {
    ...descriptor,
    model: await describeFile(`${name}.safetensors`, model),
    published,
    check: null
  };
  if (!tokenizer) return { descriptor: fields as ModelDescriptor, model, tokenizer };
  const tokenizerFile = await describeFile(`${name}.tokenizer.json`, tokenizer);
  return { descriptor: { ...fields, tokenizer: tokenizerFile } as ModelDescriptor, model, tokenizer };
}

/** Tensors that share their bytes could make terabytes out of a small file. */
function requireRoom(
  kept: ReadonlyMap<string, StoredTensor>,
  { weights, heads }: Pick<PublishedFiles, 'weights' | 'heads'>
): void {
  const claimed = [...kept.values()].reduce(
    (sum, { shape, type }) => sum + countElements(shape) * elementBytes[type],
    0
  );
  const size = weights.blob.size + heads.blob.size;
  if (claimed <= size) return;
  throw refuseWeights(
    weights.name,
    'tensors in it share their bytes',
    `${claimed} bytes in ${size}`,
    'one each'
  );
}

async function describePublished(
  hasHeads: boolean,
  { weights, heads, revision, expectedSha256 }: PublishedFiles,
  sha256: string
): Promise<Published> {
  const main: ModelFile = { file: baseName(weights.name), byteLength: weights.blob.size, sha256 };
  const files = hasHeads ? [main, await describeFile(baseName(heads.name), heads.blob)] : [main];
  return {
    files,
    revision,
    isKnown: expectedSha256 !== null || files.every((file) => isKnownFile(file.sha256))
  };
}

async function describeFile(file: string, blob: Blob): Promise<ModelFile> {
  return { file, byteLength: blob.size, sha256: await hashBlob(blob) };
}

/** What descriptions name: letters, digits, dots and lines. */
const baseName = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll(/[^\w.-]/g, '_')
    .replace(/^\./, '_');
