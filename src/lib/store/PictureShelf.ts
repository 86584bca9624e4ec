import type { KeyedBytes } from './KeyedBytes';
import type { RunImages } from './runImages';

type Jpeg = Uint8Array<ArrayBuffer>;

/**
 * Takes the small pictures that scoring makes, by the SHA-256 of the image's file, so that runs share them. Where there is
 * no room for all, those of the oldest runs go; what this visit uses stays, and what then does not fit is not kept.
 */
export class PictureShelf {
  readonly #store: KeyedBytes;
  readonly #maxBytes: number;
  readonly #sizes: Map<string, number>;
  /** Those that may go, the first first. */
  readonly #removable: string[];
  readonly #used = new Set<string>();
  #waiting = new Map<string, Jpeg>();
  #totalBytes: number;

  private constructor(store: KeyedBytes, maxBytes: number, sizes: Map<string, number>, removable: string[]) {
    this.#store = store;
    this.#maxBytes = maxBytes;
    this.#sizes = sizes;
    this.#removable = removable;
    this.#totalBytes = sum(sizes.values());
  }

  /** @throws when the browser does not let the page read its storage */
  static async open(
    store: KeyedBytes,
    maxBytes: number,
    runs: readonly RunImages[] = []
  ): Promise<PictureShelf> {
    const sizes = await store.measure();
    return new PictureShelf(store, maxBytes, sizes, rankOldest([...sizes.keys()], runs));
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Whoever asks uses the picture. */
  lacks(sha256: string): boolean {
    this.#used.add(sha256);
    return !this.#sizes.has(sha256) && !this.#waiting.has(sha256);
  }

  /** Until the next `flush` only in memory. */
  keep(sha256: string, jpeg: Jpeg): void {
    this.#used.add(sha256);
    this.#waiting.set(sha256, jpeg);
  }

  /** Stores what came since the last time. */
  async flush(): Promise<void> {
    const fitting = await this.#fit([...this.#waiting]);
    this.#waiting = new Map();
    if (fitting.length === 0) return;
    await this.#store.write(fitting);
    for (const [sha256, { byteLength }] of fitting) this.#add(sha256, byteLength);
  }

  async #fit(entries: readonly (readonly [string, Jpeg])[]): Promise<(readonly [string, Jpeg])[]> {
    await this.#makeRoom(sum(entries.map(([, { byteLength }]) => byteLength)));
    let left = this.#maxBytes - this.#totalBytes;
    return entries.filter(([, { byteLength }]) => {
      if (byteLength > left) return false;
      left -= byteLength;
      return true;
    });
  }

  async #makeRoom(neededBytes: number): Promise<void> {
    const gone: string[] = [];
    while (this.#totalBytes + neededBytes > this.#maxBytes && this.#removable.length > 0) {
      const sha256 = this.#removable.shift()!;
      if (this.#used.has(sha256)) continue;
      gone.push(sha256);
      this.#add(sha256, -this.#sizes.get(sha256)!);
    }
    if (gone.length > 0) await this.#store.remove(gone);
  }

  #add(sha256: string, bytes: number): void {
    this.#totalBytes += bytes;
    if (bytes < 0) this.#sizes.delete(sha256);
    else this.#sizes.set(sha256, bytes);
  }
}

/** Pictures of no run first, then by the newest run that has them. */
export function rankOldest(names: readonly string[], runs: readonly RunImages[]): string[] {
  const newest = new Map<string, string>();
  for (const { scoredAt, rows } of runs) {
    for (const { reference, output } of Object.values(rows)) {
      for (const image of [reference, output]) {
        if (image && scoredAt > (newest.get(image.sha256) ?? '')) newest.set(image.sha256, scoredAt);
      }
    }
  }
  const ageOf = (name: string): string => newest.get(name) ?? '';
  return [...names].sort((a, b) => (ageOf(a) < ageOf(b) ? -1 : ageOf(a) > ageOf(b) ? 1 : 0));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
