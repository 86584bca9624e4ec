import type { FileEntry } from './FileEntry';

/** Files of one name. */
interface Namesakes {
  readonly entries: FileEntry[];
  /** By every ending of their paths; made only where there are too many to look through. */
  endings: Map<string, FileEntry[]> | null;
}

const manyNamesakes = 16;
const none: readonly FileEntry[] = [];

/** Finds files by their whole path or by the end of it, without looking through all of them. */
export class PathIndex {
  #fold: (path: string) => string;
  #byPath = new Map<string, readonly FileEntry[]>();
  #byName = new Map<string, Namesakes>();

  /** @param fold what makes two spellings of a path equal */
  constructor(fold: (path: string) => string) {
    this.#fold = fold;
  }

  add(entry: FileEntry): void {
    const path = this.#fold(entry.path);
    this.#byPath.set(path, [...(this.#byPath.get(path) ?? none), entry]);
    const namesakes = this.#byName.get(nameOf(path));
    if (namesakes) namesakes.entries.push(entry);
    else this.#byName.set(nameOf(path), { entries: [entry], endings: null });
  }

  /** More than one where the spellings of several paths are equal. */
  at(path: string): readonly FileEntry[] {
    return this.#byPath.get(this.#fold(path)) ?? none;
  }

  /** Files whose paths end in these folders and this name: `b/x.png` in `a/b/x.png`, not in `ab/x.png` nor in itself. */
  endingWith(ending: string): readonly FileEntry[] {
    const folded = this.#fold(ending);
    const namesakes = this.#byName.get(nameOf(folded));
    if (!namesakes) return none;
    if (namesakes.entries.length > manyNamesakes) {
      namesakes.endings ??= this.#collectEndings(namesakes.entries);
      return namesakes.endings.get(folded) ?? none;
    }
    return namesakes.entries.filter((entry) => this.#fold(entry.path).endsWith(`/${folded}`));
  }

  #collectEndings(entries: readonly FileEntry[]): Map<string, FileEntry[]> {
    const endings = new Map<string, FileEntry[]>();
    for (const entry of entries) {
      const path = this.#fold(entry.path);
      for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        const ending = path.slice(slash + 1);
        const known = endings.get(ending);
        if (known) known.push(entry);
        else endings.set(ending, [entry]);
      }
    }
    return endings;
  }
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
