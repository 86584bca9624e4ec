import type { FileEntry } from './FileEntry';
import { folderOf, isAbsolutePath, splitPath } from './filePath';
import type { Pacer } from './Pacer';
import { PathIndex } from './PathIndex';

export type { FileEntry } from './FileEntry';

/**
 * How a path was found:
 * - `beside`: it holds from the folder of the file that names it, or from one above;
 * - `elsewhere`: the whole of it is the end of another path of the drop;
 * - `cut`: only without its first folders, and nothing in the drop contradicts them (`/home/me/run/x.png` → `run/x.png`);
 * - `moved`: only without its first folders, and it lies in a folder of another name.
 */
export type Via = 'beside' | 'elsewhere' | 'cut' | 'moved';

export type Located =
  | { readonly status: 'found'; readonly entry: FileEntry; readonly via: Via }
  | { readonly status: 'ambiguous'; readonly candidates: readonly FileEntry[] }
  | { readonly status: 'absent' };

const absent: Located = { status: 'absent' };

/** Beyond so many files of one name a path that ends like all of them names none of them. */
const maxCandidates = 64;

/** All files of a drop, and which of them a path in a record means. */
export class FileTree {
  #entries: FileEntry[] = [];
  #exact = new PathIndex((path) => path);
  /** For records from Windows (case) and file names from macOS (decomposed accents); made when it is first needed. */
  #folded: PathIndex | null = null;
  /** By name without ending, in lower case; made when a file is missed. */
  #stems: ReadonlyMap<string, FileEntry[]> | null = null;
  /** By folder of the naming file, then by path: many records name the same image. */
  #located = new Map<string, Map<string, Located>>();

  constructor(entries: Iterable<FileEntry>) {
    for (const entry of entries) this.#add(entry);
  }

  /** The same for very many files, without keeping the page waiting. */
  static async build(entries: Iterable<FileEntry>, pacer: Pacer): Promise<FileTree> {
    const tree = new FileTree([]);
    for (const entry of entries) {
      tree.#add(entry);
      if (pacer.isDue) await pacer.pause();
    }
    return tree;
  }

  get entries(): readonly FileEntry[] {
    return this.#entries;
  }

  #add(entry: FileEntry): void {
    this.#entries.push(entry);
    this.#exact.add(entry);
  }

  /** The file at exactly this path from the root of the drop. */
  get(path: string): FileEntry | undefined {
    return this.#exact.at(path)[0];
  }

  /** The file that a record's path means; undefined when there is none or when it is not clear which. */
  resolve(imagePath: string, fromFile: string): FileEntry | undefined {
    const located = this.locate(imagePath, fromFile);
    return located.status === 'found' ? located.entry : undefined;
  }

  /** Files of the same name in other places, or else of the same name with another ending. */
  nearest(imagePath: string): readonly FileEntry[] {
    const name = splitPath(imagePath).at(-1) ?? '';
    const namesakes = this.#exact.endingWith(name);
    if (namesakes.length > 0) return namesakes;
    this.#stems ??= this.#groupByStem();
    return this.#stems.get(stemOf(name)) ?? [];
  }

  /**
   * Looks from the record's file upwards, then anywhere; then the same without the path's first folder, and so on: a run may
   * come from another machine, and its dataset may lie beside it. A guess is never made: where a path could mean several
   * different files it is ambiguous, and a file that lies beside the one meant is not it.
   */
  locate(imagePath: string, fromFile: string): Located {
    const folder = folderOf(fromFile);
    let located = this.#located.get(folder);
    if (!located) this.#located.set(folder, (located = new Map<string, Located>()));
    let found = located.get(imagePath);
    if (!found) located.set(imagePath, (found = this.#search(imagePath, fromFile)));
    return found;
  }

  /**
   * As it is written, then without white space around it, with `%20` read as a space, without `?query` and `#part`. What lies
   * beside the record's file goes before what lies elsewhere, and more of the path, in any spelling, before less of it.
   */
  #search(imagePath: string, fromFile: string): Located {
    const spellings = spell(imagePath).flatMap((spelling) => parseSought(spelling, fromFile) ?? []);
    const located = this.#find(spellings, findWholeBeside);
    if (located.status !== 'absent') return located;
    const longest = Math.max(0, ...spellings.map(({ parts }) => parts.length));
    for (let kept = longest; kept > 0; kept--) {
      const end = this.#find(spellings, (index, sought) =>
        findEnd(index, sought, sought.parts.length - kept)
      );
      if (end.status !== 'absent') return end;
    }
    return absent;
  }

  #find(spellings: readonly Sought[], look: (index: PathIndex, sought: Sought) => Located): Located {
    for (const index of this.#listIndexes()) {
      for (const sought of spellings) {
        const located = look(index, sought);
        if (located.status !== 'absent') return located;
      }
    }
    return absent;
  }

  /** The exact one first; the other is made only where that is not enough. */
  *#listIndexes(): Generator<PathIndex> {
    yield this.#exact;
    yield (this.#folded ??= this.#fold());
  }

  #groupByStem(): ReadonlyMap<string, FileEntry[]> {
    const stems = new Map<string, FileEntry[]>();
    for (const entry of this.entries) {
      const stem = stemOf(splitPath(entry.path).at(-1) ?? '');
      const known = stems.get(stem);
      if (known) known.push(entry);
      else stems.set(stem, [entry]);
    }
    return stems;
  }

  #fold(): PathIndex {
    const folded = new PathIndex((path) => path.normalize('NFC').toLowerCase());
    for (const entry of this.entries) folded.add(entry);
    return folded;
  }
}

const stemOf = (name: string) => name.replace(/\.[^.]*$/, '').toLowerCase();

/** The ways to read a path, the likeliest first. */
function spell(path: string): readonly string[] {
  const trimmed = path.trim();
  const plain = trimmed.replace(/[?#].*$/s, '');
  return [...new Set([path, trimmed, decodePercent(trimmed), plain, decodePercent(plain)])];
}

/** A path as addresses are written; as it is where it is none. */
function decodePercent(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

interface Sought {
  readonly parts: readonly string[];
  readonly isAbsolute: boolean;
  readonly fromFile: string;
}

/** Null for what names no file. */
function parseSought(spelling: string, fromFile: string): Sought | null {
  const parts = splitPath(spelling.replace(/^(?:file:|https?:|[a-z]:)/i, ''));
  if (parts.length === 0 || parts.at(-1) === '..') return null;
  return { parts, isAbsolute: isAbsolutePath(spelling), fromFile };
}

function findWholeBeside(index: PathIndex, { parts, isAbsolute, fromFile }: Sought): Located {
  const beside = isAbsolute ? [] : findBeside(index, parts.join('/'), fromFile);
  if (beside.length > 1) return { status: 'ambiguous', candidates: beside };
  return beside[0] ? { status: 'found', entry: beside[0], via: 'beside' } : absent;
}

/** By the path without its first folders, as many as are cut. */
function findEnd(index: PathIndex, { parts, fromFile }: Sought, cut: number): Located {
  if (cut < 0) return absent;
  const rest = parts.slice(cut).join('/');
  const isPossible = (entry: FileEntry) => !liesBesideTheMeant(entry, parts, cut);
  const beside = findBeside(index, rest, fromFile).filter(isPossible);
  if (beside.length > 1) return { status: 'ambiguous', candidates: beside };
  if (beside[0]) return found(beside[0], parts, cut);
  const candidates = index.endingWith(rest);
  if (candidates.length > maxCandidates) return { status: 'ambiguous', candidates };
  const possible = candidates.filter(isPossible);
  const entry = possible.length > 1 ? chooseNearest(possible, fromFile) : possible[0];
  if (entry) return found(entry, parts, cut);
  return possible.length > 1 ? { status: 'ambiguous', candidates: possible } : absent;
}

/** In the nearest folder from that of the naming file upwards; several where only case or accents tell them apart. */
function findBeside(index: PathIndex, rest: string, fromFile: string): readonly FileEntry[] {
  for (let folder = folderOf(fromFile); ; folder = folderOf(folder)) {
    const path = joinPath(folder, rest);
    const entries = path === null ? [] : index.at(path);
    if (entries.length > 0 || folder === '') return entries;
  }
}

/** Null for a path that climbs out of the drop. */
function joinPath(folder: string, rest: string): string | null {
  const path = folder === '' ? rest : `${folder}/${rest}`;
  if (!path.includes('..')) return path;
  const joined: string[] = [];
  for (const part of path.split('/')) {
    if (part !== '..') joined.push(part);
    else if (joined.pop() === undefined) return null;
  }
  return joined.join('/');
}

/**
 * `output_image/B/1.png` does not mean `run/output_image/A/1.png`, though both end in `1.png`: the folder they share shows
 * that the drop has the place, and has another file there.
 */
function liesBesideTheMeant(entry: FileEntry, parts: readonly string[], cut: number): boolean {
  if (cut === 0 || isNamedByContent(entry)) return false;
  const folders = foldersAbove(entry, parts.length - cut);
  return parts.slice(0, cut).some((part) => part !== '..' && folders.includes(part));
}

function found(entry: FileEntry, parts: readonly string[], cut: number): Located {
  if (cut === 0 || isNamedByContent(entry)) return { status: 'found', entry, via: 'elsewhere' };
  const isWhole = foldersAbove(entry, parts.length - cut).length === 0;
  return { status: 'found', entry, via: isWhole ? 'cut' : 'moved' };
}

/** The data release names images by the hash of their bytes: wherever one lies, it is that image. */
const isNamedByContent = ({ path }: FileEntry) => /(?:^|\/)[0-9a-f]{32,}\.\w+$/i.test(path);

const foldersAbove = ({ path }: FileEntry, partCount: number) => splitPath(path).slice(0, -partCount);

/** Copies of one file (same name and size) are told apart by their nearness; different files are not. */
function chooseNearest(candidates: readonly FileEntry[], fromFile: string): FileEntry | undefined {
  if (candidates.some(({ sizeBytes }) => sizeBytes !== candidates[0]!.sizeBytes)) return undefined;
  const from = splitPath(fromFile);
  const shared = candidates.map(({ path }) => countShared(splitPath(path), from));
  const nearest = Math.max(...shared);
  const isClear = shared.filter((count) => count === nearest).length === 1;
  return isClear || isNamedByContent(candidates[0]!) ? candidates[shared.indexOf(nearest)] : undefined;
}

function countShared(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((part, i) => part !== b[i]);
  return end < 0 ? a.length : end;
}
