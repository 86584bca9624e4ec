/** Texts of neighbouring rows as one: searching goes from hit to hit instead of calling for every row. */
interface Block {
  readonly text: string;
  /** Where the text of each row ends in it. */
  readonly ends: Uint32Array;
}

/** Few enough that one character beyond Latin-1 doubles the memory of a small part only. */
const blockRows = 256;

/** What rows are searched in, read once and in parts. */
export class SearchTexts {
  readonly #count: number;
  readonly #textAt: (at: number) => string;
  readonly #blocks: Block[] = [];

  constructor(count: number, textAt: (at: number) => string) {
    this.#count = count;
    this.#textAt = textAt;
  }

  /** Reads what is not read yet, with a pause after each block. */
  *read(): Generator<void> {
    while (this.#blocks.length * blockRows < this.#count) {
      this.#blocks.push(this.#join(this.#blocks.length * blockRows));
      yield;
    }
  }

  /**
   * Marks the rows whose texts lack the word.
   * @param misses 1 for those that are marked already
   * @param word folded, without white space
   */
  miss(misses: Uint8Array, word: string): void {
    for (const pause of this.read()) void pause;
    for (const [place, block] of this.#blocks.entries()) {
      const part = misses.subarray(place * blockRows, (place + 1) * blockRows);
      if (part.includes(0)) missInBlock(part, block, word);
    }
  }

  /** A line break between two rows, which no word contains. */
  #join(from: number): Block {
    const ends = new Uint32Array(Math.min(blockRows, this.#count - from));
    const texts = Array.from(ends, (_, row) => `${foldText(this.#textAt(from + row))}\n`);
    let end = 0;
    for (const [row, text] of texts.entries()) ends[row] = end += text.length;
    return { text: texts.join(''), ends };
  }
}

function missInBlock(misses: Uint8Array, { text, ends }: Block, word: string): void {
  let at = 0;
  let row = 0;
  while (row < ends.length) {
    const hit = text.indexOf(word, at);
    const until = hit < 0 ? text.length : hit;
    while (row < ends.length && ends[row]! <= until) misses[row++] = 1;
    at = ends[row++] ?? text.length;
  }
}

const beyondAscii = /[^\s!-~]/;

/** "Café" → "cafe" */
export function foldText(text: string): string {
  const plain = beyondAscii.test(text) ? text.normalize('NFD').replaceAll(/\p{M}/gu, '') : text;
  return plain.toLowerCase();
}
