import { loadModelFile, loadModelText } from '../dataset/loadModel';
import type { DroppedFile } from '../dataset/openFiles';
import { requireFile } from '../dataset/requireFile';
import { DataError, type Problem } from '../core/problem';
import {
  isDescriptor,
  listModelFiles,
  parseDescriptor,
  sumModelBytes,
  type ModelDescriptor,
  type ModelFile
} from '../metrics/neural/descriptor';
import type { NeuralModel } from './NeuralModel';

/** Gets the bytes that are there and the bytes in all. */
export type ModelProgressListener = (loadedBytes: number, totalBytes: number) => void;

/** A model that can be had; what it is and how large is known before any of it is loaded. */
export interface ModelOffer {
  readonly descriptor: ModelDescriptor;
  readonly sizeBytes: number;
  /** @throws DataError when a file is missing or is not the described one; the signal's reason once it is aborted */
  obtain(onProgress: ModelProgressListener, signal: AbortSignal): Promise<NeuralModel>;
}

export interface DroppedModels {
  readonly offers: readonly ModelOffer[];
  readonly problems: readonly Problem[];
  /** The files that have nothing to do with models. */
  readonly others: readonly DroppedFile[];
}

/** The models that the site itself offers. `indexUrl`: a JSON list of descriptions, by name, beside it. */
export async function loadOffers(indexUrl: string, signal: AbortSignal): Promise<ModelOffer[]> {
  const names = parseIndex(await loadModelText(indexUrl, signal), indexUrl);
  return Promise.all(names.map((name) => loadOffer(new URL(name, indexUrl).href, signal)));
}

/** The model that a description somewhere offers; its files lie beside it. */
export async function loadOffer(descriptionUrl: string, signal: AbortSignal): Promise<ModelOffer> {
  const descriptor = parseDescriptor(await loadModelText(descriptionUrl, signal), descriptionUrl);
  return makeOffer(descriptor, (file, onProgress, fileSignal) =>
    loadModelFile(new URL(file.file, descriptionUrl).href, file, onProgress, fileSignal)
  );
}

/** Sorts dropped files: descriptions with the files they name, and everything else. */
export async function readDroppedModels(files: readonly DroppedFile[]): Promise<DroppedModels> {
  const offers: ModelOffer[] = [];
  const problems: Problem[] = [];
  const used = new Set<DroppedFile>();
  for (const description of await findDescriptions(files)) {
    used.add(description.dropped);
    try {
      const descriptor = parseDescriptor(description.text, description.dropped.path);
      const parts = listModelFiles(descriptor).map((file) => findPart(files, description.dropped, file));
      for (const part of parts) used.add(part);
      offers.push(offerParts(descriptor, parts));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(error.problem);
    }
  }
  const others = files.filter((file) => !used.has(file) && !isIndex(file, used));
  const orphans = others.filter(({ path }) => path.toLowerCase().endsWith('.onnx'));
  return {
    offers,
    problems: [...problems, ...orphans.map(describeOrphan)],
    others: others.filter((file) => !orphans.includes(file))
  };
}

/** The exporter's list of descriptions, which lies beside them. */
function isIndex({ path }: DroppedFile, descriptions: ReadonlySet<DroppedFile>): boolean {
  const folder = path.replace(/index\.json$/, '');
  return folder !== path && [...descriptions].some((description) => description.path.startsWith(folder));
}

type FileLoader = (
  file: ModelFile,
  onProgress: (loadedBytes: number) => void,
  signal: AbortSignal
) => Promise<Blob>;

function makeOffer(descriptor: ModelDescriptor, load: FileLoader): ModelOffer {
  const sizeBytes = sumModelBytes(descriptor);
  return {
    descriptor,
    sizeBytes,
    async obtain(onProgress, signal) {
      const blobs: Blob[] = [];
      let beforeBytes = 0;
      for (const file of listModelFiles(descriptor)) {
        blobs.push(await load(file, (loaded) => onProgress(beforeBytes + loaded, sizeBytes), signal));
        beforeBytes += file.byteLength;
      }
      return { descriptor, model: blobs[0]!, tokenizer: blobs[1] ?? null };
    }
  };
}

function offerParts(descriptor: ModelDescriptor, parts: readonly DroppedFile[]): ModelOffer {
  const described = listModelFiles(descriptor);
  return makeOffer(descriptor, async (file, onProgress, signal) => {
    signal.throwIfAborted();
    const part = parts[described.indexOf(file)]!;
    await requireFile(part.file, { ...file, file: part.path });
    onProgress(part.file.size);
    return part.file;
  });
}

/** Descriptions are small; reading every dropped JSON file in full would take long. */
const largestDescriptionBytes = 64_000;

async function findDescriptions(files: readonly DroppedFile[]) {
  const small = files.filter(
    ({ path, file }) => path.toLowerCase().endsWith('.json') && file.size <= largestDescriptionBytes
  );
  const read = await Promise.all(
    small.map(async (dropped) => ({ dropped, text: await dropped.file.text() }))
  );
  return read.filter(({ text }) => isDescriptor(text));
}

/** The file of this name in the folder of the description. */
function findPart(files: readonly DroppedFile[], description: DroppedFile, { file }: ModelFile): DroppedFile {
  const path = description.path.replace(/[^/]*$/, file);
  const found = files.find((dropped) => dropped.path === path);
  if (found) return found;
  throw new DataError({
    code: 'model-file-missing',
    where: { file: description.path },
    what: `the description names the file ${file}, which was not dropped with it`,
    expected: path
  });
}

function describeOrphan({ path }: DroppedFile): Problem {
  return {
    code: 'model-undescribed',
    severity: 'error',
    where: { file: path },
    what: 'a model without a description cannot be used',
    expected: `the .json file that src/models/export_onnx.py writes beside it, dropped together with it`
  };
}

function parseIndex(text: string, url: string): string[] {
  try {
    const names: unknown = JSON.parse(text);
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  } catch {
    // Told below: a host that answers every address with a page sends HTML here.
  }
  throw new DataError({
    code: 'model-index',
    where: { file: url },
    what: "the site's list of models cannot be read",
    expected: 'a JSON list of file names'
  });
}
