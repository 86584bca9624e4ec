import { del, get, keys, set, values } from 'idb-keyval';
import { runImages } from './databases';

/** An image file as it was when it was scored. */
export interface ImageFile {
  /** From the root of the drop. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Of the file's bytes; 64 hexadecimal digits. */
  readonly sha256: string;
}

/** The images that a row's scores were computed from; null for what it has not, or what could not be read. */
export interface RowImages {
  readonly reference: ImageFile | null;
  readonly output: ImageFile | null;
}

/** The image files of a run: they lead to its pictures, and tell whether other files are the same. */
export interface RunImages {
  readonly runId: string;
  /** ISO 8601. */
  readonly scoredAt: string;
  /** By `nameRow`. */
  readonly rows: Readonly<Record<string, RowImages>>;
}

/** What no other row of the run has. */
export function nameRow({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`;
}

/** Null for runs of earlier versions, and for those that were imported. */
export async function readRunImages(runId: string): Promise<RunImages | null> {
  return (await get<RunImages>(runId, runImages()).catch(() => undefined)) ?? null;
}

export function listRunImages(): Promise<RunImages[]> {
  return values<RunImages>(runImages());
}

/** A browser that keeps nothing has no pictures later. */
export async function writeRunImages(images: RunImages): Promise<void> {
  await set(images.runId, images, runImages()).catch(() => undefined);
}

/** Of runs that are no more. @param runIds of those that are */
export async function sweepRunImages(runIds: ReadonlySet<string>): Promise<void> {
  const gone = (await keys<string>(runImages())).filter((id) => !runIds.has(id));
  await Promise.all(gone.map((id) => del(id, runImages())));
}
