import type { FileEntry } from './FileEntry';

const none: readonly FileEntry[] = [];

/** Finds entries by their whole path or by the end of it, in constant time. */
export class PathIndex {
  #fold: (path: string) => string;
  #byPath = new Map<string, FileEntry>();
  /** One entry, or several in an array: most endings belong to one. */
  #byEnding = new Map<string, FileEntry | FileEntry[]>();

  /** @param fold what makes two spellings of a path equal */
  constructor(entries: Iterable<FileEntry>, fold: (path: string) => string) {
    this.#fold = fold;
    for (const entry of entries) {
      const path = fold(entry.path);
      if (!this.#byPath.has(path)) this.#byPath.set(path, entry);
      for (let start = 0; start >= 0; start = nextPart(path, start))
        this.#addEnding(path.slice(start), entry);
    }
  }

  get(path: string): FileEntry | undefined {
    return this.#byPath.get(this.#fold(path));
  }

  /** Entries whose last parts are these. */
  endingWith(parts: readonly string[]): readonly FileEntry[] {
    const found = this.#byEnding.get(this.#fold(parts.join('/')));
    if (!found) return none;
    return Array.isArray(found) ? found : [found];
  }

  #addEnding(ending: string, entry: FileEntry): void {
    const known = this.#byEnding.get(ending);
    if (!known) this.#byEnding.set(ending, entry);
    else if (Array.isArray(known)) known.push(entry);
    else this.#byEnding.set(ending, [known, entry]);
  }
}

/** Where the part behind the one at `start` begins; -1 behind the last. */
function nextPart(path: string, start: number): number {
  const slash = path.indexOf('/', start);
  return slash < 0 ? -1 : slash + 1;
}
