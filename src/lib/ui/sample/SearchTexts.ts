import type { ScoreRow } from '../../core/score';

/** Texts of neighbouring rows as one: searching goes from hit to hit instead of calling for every row. */
interface Block {
  readonly text: string;
  /** Where the text of each row ends in it. */
  readonly ends: Uint32Array;
}

/** Few enough that one character beyond Latin-1 doubles the memory of a small part only. */
const blockRows = 256;

/** What the rows of a run are searched in, read once and in parts. */
export class SearchTexts {
  readonly #rows: readonly ScoreRow[];
  readonly #blocks: Block[] = [];

  constructor(rows: readonly ScoreRow[]) {
    this.#rows = rows;
  }

  /** Reads what is not read yet, with a pause after each block. */
  *read(): Generator<void> {
    const count = Math.ceil(this.#rows.length / blockRows);
    while (this.#blocks.length < count) {
      const from = this.#blocks.length * blockRows;
      this.#blocks.push(joinBlock(this.#rows.slice(from, from + blockRows)));
      yield;
    }
  }

  /**
   * Clears the mask where a row's texts lack the word.
   * @param word lower-case, without white space
   */
  keep(mask: Uint8Array, word: string): void {
    for (const pause of this.read()) void pause;
    for (const [place, block] of this.#blocks.entries()) {
      const from = place * blockRows;
      const part = mask.subarray(from, from + blockRows);
      if (part.includes(1)) keepInBlock(part, block, word);
    }
  }
}

function keepInBlock(mask: Uint8Array, { text, ends }: Block, word: string): void {
  let at = 0;
  let row = 0;
  while (row < ends.length) {
    const hit = text.indexOf(word, at);
    const until = hit < 0 ? text.length : hit;
    while (row < ends.length && ends[row]! <= until) mask[row++] = 0;
    at = ends[row++] ?? text.length;
  }
}

/** A line break between two rows, which no word contains. */
function joinBlock(rows: readonly ScoreRow[]): Block {
  const texts = rows.map((row) => `${joinTexts(row)}\n`);
  const ends = new Uint32Array(rows.length);
  let end = 0;
  for (const [at, text] of texts.entries()) ends[at] = end += text.length;
  return { text: texts.join(''), ends };
}

function joinTexts(row: ScoreRow): string {
  return [
    row.sampleId,
    row.subtask,
    row.record?.['instruction'],
    row.texts?.response,
    row.texts?.answer,
    row.unscored,
    ...row.notes,
    ...row.damage
  ]
    .filter((part) => typeof part === 'string')
    .join('\n')
    .toLowerCase();
}
