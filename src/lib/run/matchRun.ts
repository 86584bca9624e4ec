import { sha256Hex } from '../core/hash';
import type { Drop } from '../predictions/drop';
import { identifySource } from '../predictions/identifySource';
import type { ImageFile, RunImages } from '../store/runImages';

/**
 * How files relate to a run: `same`, the files it was scored from; `changed`, the same places with other content or with
 * some of it gone; `other`, nothing of it; `unknown`, a run that does not say what it was scored from.
 */
export type RunMatch =
  { readonly status: 'same' | 'other' | 'unknown' } | { readonly status: 'changed'; readonly what: string };

interface Scored {
  /** `identifySource` of its prediction files; empty where they are not known. */
  readonly source: string;
  readonly images: RunImages | null;
}

/** So many images are hashed: each is read whole. */
const sampleSize = 12;

/** Compares a drop with what a run was scored from: its records whole, of its images a sample by name, size and hash. */
export async function matchRun({ source, images }: Scored, drop: Drop): Promise<RunMatch> {
  const sample = drawSample(images);
  if (source === '' && sample.length === 0) return { status: 'unknown' };
  const found = await Promise.all(sample.map((image) => compareImage(image, drop)));
  const different = sample.filter((_, i) => found[i] === 'different');
  const absent = sample.filter((_, i) => found[i] === 'absent');
  if (different[0]) {
    return { status: 'changed', what: `${different[0].path} is not the image that was scored` };
  }
  if (absent.length === sample.length) return matchSource(source, sample, drop);
  if (absent[0]) return { status: 'changed', what: `${absent[0].path} is not among the files` };
  return { status: 'same' };
}

/** Where no image is found, the records tell; images that a dataset elsewhere has are no matter of the files. */
async function matchSource(source: string, sample: readonly ImageFile[], drop: Drop): Promise<RunMatch> {
  const sources = await Promise.all(drop.systems.map(identifySource));
  if (!sources.includes(source)) return { status: 'other' };
  if (sample.length === 0 || drop.source) return { status: 'same' };
  return { status: 'changed', what: 'the images are not among the files' };
}

/** Evenly from first to last, so that every folder has a chance. */
function drawSample(images: RunImages | null): readonly ImageFile[] {
  const files = new Map<string, ImageFile>();
  for (const { reference, output } of Object.values(images?.rows ?? {})) {
    for (const image of [reference, output]) if (image) files.set(image.path, image);
  }
  const all = [...files.values()];
  if (all.length <= sampleSize) return all;
  return Array.from({ length: sampleSize }, (_, i) => all[Math.floor((i * all.length) / sampleSize)]!);
}

async function compareImage(
  { path, sizeBytes, sha256 }: ImageFile,
  { tree }: Drop
): Promise<'same' | 'different' | 'absent'> {
  const entry = tree.get(path) ?? tree.resolve(path, '');
  if (!entry) return 'absent';
  // Of files in archives the size is not always known before they are read; a hash tells by itself.
  if (entry.blob && entry.sizeBytes !== sizeBytes) return 'different';
  try {
    return (await sha256Hex(await entry.read())) === sha256 ? 'same' : 'different';
  } catch {
    return 'absent';
  }
}
