import type { ScoreRow } from '../core/score';
import type { FileEntry } from '../dataset/FileEntry';
import { nameRow, readRunImages, type RowImages, type RunImages } from '../store/runImages';
import { storedPictures } from '../store/runPictures';
import type { PictureSource, SmallPicture } from './PictureSource';
import { Thumbnails } from './Thumbnails';

export type PictureRole = keyof RowImages;

/** An image of a row, and the file that it means where it is at hand. */
interface Wanted {
  readonly row: ScoreRow;
  readonly role: PictureRole;
  readonly entry: FileEntry | undefined;
}

const absent: SmallPicture = {
  status: 'absent',
  reason: 'no picture was kept, and the files are not at hand'
};

/** The small pictures of a run: those that were kept when it was scored, else of its files where they are at hand. */
export class RunPictures {
  readonly #runId: string;
  readonly #entries = new Map<string, FileEntry>();
  readonly #thumbnails = new Thumbnails((path) => this.#entries.get(path));
  readonly #kept = new Map<string, SmallPicture>();
  #images: Promise<RunImages | null> | null = null;

  constructor(runId: string) {
    this.#runId = runId;
  }

  /** For a row of a table: what was kept comes first, for it is there at once. */
  small(wanted: Wanted): PictureSource {
    const key = keyOf(wanted);
    return {
      get: () => this.#kept.get(key) ?? this.#ofFile(wanted.entry)?.get(),
      load: async (signal) =>
        (await this.#loadKept(wanted)) ?? (await this.#ofFile(wanted.entry)?.load(signal)) ?? absent
    };
  }

  /** For a grid: larger, from the files where they are at hand. */
  large(wanted: Wanted): PictureSource {
    return this.#ofFile(wanted.entry) ?? this.small(wanted);
  }

  /** Ends the workers. */
  close(): void {
    this.#thumbnails.close();
  }

  #ofFile(entry: FileEntry | undefined): PictureSource | null {
    if (!entry) return null;
    this.#entries.set(entry.path, entry);
    return this.#thumbnails.of(entry.path);
  }

  /** Null where none was kept. */
  async #loadKept(wanted: Wanted): Promise<SmallPicture | null> {
    const key = keyOf(wanted);
    const known = this.#kept.get(key);
    if (known) return known;
    const images = await (this.#images ??= readRunImages(this.#runId));
    const image = images?.rows[nameRow(wanted.row)]?.[wanted.role];
    if (!image) return null;
    const [jpeg] = await storedPictures.read([image.sha256]).catch(() => []);
    if (!jpeg) return null;
    const picture: SmallPicture = { status: 'shown', image: { jpeg } };
    this.#kept.set(key, picture);
    return picture;
  }
}

const keyOf = ({ row, role }: Wanted): string => `${role} ${nameRow(row)}`;
