import { get, set } from 'idb-keyval';
import { pictures, settings } from './databases';
import { openKeyedBytes } from './KeyedBytes';
import { PictureShelf } from './PictureShelf';
import { sweepRunFolders } from './runFolders';
import { listRunImages, sweepRunImages } from './runImages';
import { findRuns } from './runs';

/** Some twenty thousand pictures. */
export const maxPictureBytes = 64 * 2 ** 20;

const switchKey = 'keeps-pictures';

export const storedPictures = openKeyedBytes(pictures);

/** On unless it was switched off. */
export async function keepsPictures(): Promise<boolean> {
  return (await get<boolean>(switchKey, settings()).catch(() => false)) ?? true;
}

/** Off, the pictures that are there stay until they are cleared. */
export function switchPictures(isOn: boolean): Promise<void> {
  return set(switchKey, isOn, settings());
}

/** For a run to be scored; null where no pictures are wanted, or the browser keeps nothing. */
export async function openPictureShelf(): Promise<PictureShelf | null> {
  if (!(await keepsPictures())) return null;
  try {
    return await PictureShelf.open(storedPictures, maxPictureBytes, await listRunImages());
  } catch {
    return null;
  }
}

/** Forgets the pictures and folders of runs that are no more: not at once, for a run that was just deleted may be brought back. */
export async function sweepPictures(): Promise<void> {
  const { runs, failure } = await findRuns();
  if (failure !== null) return;
  const runIds = new Set(runs.map(({ id }) => id));
  await Promise.all([sweepRunImages(runIds), sweepRunFolders(runIds)]);
  const kept = new Set<string>();
  for (const { rows } of await listRunImages()) {
    for (const { reference, output } of Object.values(rows)) {
      for (const image of [reference, output]) if (image) kept.add(image.sha256);
    }
  }
  const orphans = (await storedPictures.list()).filter((sha256) => !kept.has(sha256));
  await storedPictures.remove(orphans);
}
