/** Spellings that programs make of one id, from the smallest change to the largest. */
const foldings: readonly ((id: string) => string)[] = [
  (id) => id.normalize('NFC').trim(),
  // How people keep spreadsheets from making a number of an id: ="007", '007.
  (id) => id.trim().replace(/^=?(["'])(.*?)\1?$/, '$2'),
  // pandas makes 1.0 of an integer in a column with gaps; spreadsheets drop leading zeros.
  (id) => id.trim().replace(/^(-?\d+)\.0+$/, '$1'),
  (id) => id.trim().toLowerCase(),
  (id) =>
    foldNumber(
      id
        .toLowerCase()
        .replaceAll(/[\s_:./\\-]+/g, ' ')
        .trim()
    ),
  (id) => foldNumber(lastPart(id.toLowerCase()).replace(/\.[a-z]{3,5}$/, ''))
];

const foldNumber = (id: string) => id.replace(/^0+(?=\d)/, '');

const lastPart = (id: string) =>
  id
    .split(/[/\\:]/)
    .at(-1)!
    .trim();

/** Longer ids are not compared letter by letter, nor more ids than people read: that takes long. */
const maxLetters = 64;
const maxCompared = 50;

/** Finds the id of a dataset that another spelling probably means. */
export class IdMatcher {
  readonly #ids: readonly string[];
  #compared = 0;
  #folded: readonly ReadonlyMap<string, string | null>[] | null = null;

  constructor(ids: Iterable<string>) {
    this.#ids = [...ids];
  }

  /** The only id that differs from this one by case, white space, `.0`, zeros, separators, a prefix or an ending; else null. */
  match(id: string): string | null {
    this.#folded ??= foldings.map((fold) => this.#fold(fold));
    for (const [i, fold] of foldings.entries()) {
      const found = this.#folded[i]!.get(fold(id));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The match, or else the id that differs in the fewest letters, if these are few; of the first ids that are asked for. */
  nearest(id: string): string | null {
    const match = this.match(id);
    if (match !== null || id.length > maxLetters || this.#compared >= maxCompared) return match;
    this.#compared++;
    let best: string | null = null;
    let least = Math.ceil(id.length / 3) + 1;
    for (const other of this.#ids) {
      if (Math.abs(other.length - id.length) >= least) continue;
      const distance = countEdits(id, other, least);
      if (distance < least) [best, least] = [other, distance];
    }
    return best;
  }

  /** Null for a spelling that several ids share. */
  #fold(fold: (id: string) => string): ReadonlyMap<string, string | null> {
    const folded = new Map<string, string | null>();
    for (const id of this.#ids) {
      const key = fold(id);
      folded.set(key, folded.has(key) ? null : id);
    }
    folded.delete('');
    return folded;
  }
}

/**
 * Levenshtein's distance: the fewest letters to insert, delete or replace; `limit` where it is that or more. What is `limit`
 * off the diagonal costs as much, so only the cells nearer to it are looked at (Ukkonen 1985).
 */
function countEdits(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => Math.min(j, limit));
  for (let i = 1; i <= a.length; i++) {
    const next = new Array<number>(b.length + 1).fill(limit);
    next[0] = Math.min(i, limit);
    const last = Math.min(b.length, i + limit - 1);
    for (let j = Math.max(1, i - limit + 1); j <= last; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1, limit);
    }
    row = next;
  }
  return row[b.length]!;
}
