import { concatenate } from '../../core/concatenate';
import { DataError } from '../../core/problem';
import { sha256Hex } from '../../core/hash';
import type { ByteSource } from './ByteSource';
import { damaged } from './damaged';
import { maxChunkBytes } from './limits';
import type { LeafValue, ParquetDecoder } from './ParquetDecoder';
import type { ChunkLayout, GroupLayout, ImageColumn, PageStretch, ShardLayout, Stretch } from './ShardLayout';

/** An image of a shard: which row, which column, and which of the row's list. */
export interface ImagePlace {
  readonly row: number;
  readonly column: ImageColumn;
  readonly index: number;
  /** As the shard calls it; empty where it has no name. */
  readonly name: string;
}

/** Rows of one column, decoded. */
interface DecodedRows {
  /** In the row group. */
  readonly firstRow: number;
  readonly values: readonly LeafValue[];
  readonly sizeBytes: number;
}

interface Pages extends Stretch {
  readonly firstRow: number;
  readonly rows: number;
  readonly isWhole: boolean;
}

/** Decoded images kept for their neighbours' sake: a row group without a page index comes whole or not at all. */
const keptBytes = 128 * 2 ** 20;

/** Where this share of a chunk is wanted, one read of all of it is faster than many of its pages. */
const wholeShare = 0.5;

/** Reads images of one shard by the smallest stretches that the file allows. */
export class ShardImages {
  readonly #bytes: ByteSource;
  readonly #layout: ShardLayout;
  readonly #decoder: ParquetDecoder;
  readonly #pages = new Map<string, Promise<readonly PageStretch[]>>();
  /** Newest last. */
  readonly #decoded = new Map<string, Promise<DecodedRows>>();
  readonly #sizes = new Map<string, number>();
  /** Rows that will be read, by chunk. */
  readonly #expected = new Map<string, Set<number>>();

  constructor(bytes: ByteSource, layout: ShardLayout, decoder: ParquetDecoder) {
    this.#bytes = bytes;
    this.#layout = layout;
    this.#decoder = decoder;
  }

  /** Says that the image will be read soon, and with it perhaps its neighbours. */
  expect({ row, column }: ImagePlace): void {
    const key = `${this.#groupOf(row).firstRow}/${column}`;
    this.#expected.set(key, (this.#expected.get(key) ?? new Set()).add(row));
  }

  /**
   * The image file's bytes, a copy of their own.
   * @throws DataError
   */
  async read(place: ImagePlace): Promise<Uint8Array<ArrayBuffer>> {
    const { row, column, index } = place;
    const group = this.#groupOf(row);
    const pages = await this.#findPages(group, column, row - group.firstRow);
    const { firstRow, values } = await this.#decode(group, column, pages);
    const images = values[row - group.firstRow - firstRow];
    const image = typeof images === 'string' || !images ? null : images[index];
    if (!(image instanceof Uint8Array)) throw this.#describeMissing(place);
    const copy = image.slice();
    await this.#requireNamed(place, copy);
    return copy;
  }

  #groupOf(row: number): GroupLayout {
    const group = this.#layout.groups.find(({ firstRow, rows }) => row >= firstRow && row < firstRow + rows);
    if (group) return group;
    throw damaged(this.#bytes.name, 'there is no such row', String(row), `less than ${this.#layout.rows}`);
  }

  async #findPages(group: GroupLayout, column: ImageColumn, row: number): Promise<Pages> {
    const chunk = this.#chunkOf(group, column);
    const whole = { start: chunk.start, end: chunk.end, firstRow: 0, rows: group.rows, isWhole: true };
    const expected = this.#expected.get(`${group.firstRow}/${column}`)?.size ?? 0;
    const key = `${group.firstRow}/${column}`;
    if (!chunk.pageIndex || this.#decoded.has(`${key}/0`) || expected >= group.rows * wholeShare)
      return whole;
    const pages = await this.#readPages(key, chunk, chunk.pageIndex);
    const i = pages.findLastIndex(({ firstRow }) => firstRow <= row);
    const { start, end, firstRow } = pages[i]!;
    const rows = (pages[i + 1]?.firstRow ?? group.rows) - firstRow;
    return pages.length === 1 ? whole : { start, end, firstRow, rows, isWhole: false };
  }

  #chunkOf(group: GroupLayout, column: ImageColumn): ChunkLayout {
    const chunk = group.chunks[`${column}.bytes`];
    if (!chunk) throw damaged(this.#bytes.name, `no column ${column}`);
    if (chunk.end - chunk.start <= maxChunkBytes) return chunk;
    throw new DataError({
      code: 'row-group-size',
      where: { file: this.#bytes.name },
      what: `a row group of ${column} is too large to be read in a page`,
      got: `${chunk.end - chunk.start} bytes`,
      expected: `at most ${maxChunkBytes} bytes (write the shard with smaller row groups)`
    });
  }

  #readPages(key: string, chunk: ChunkLayout, place: Stretch): Promise<readonly PageStretch[]> {
    const known = this.#pages.get(key);
    if (known) return known;
    const reading = this.#loadPages(chunk, place);
    this.#pages.set(key, reading);
    reading.catch(() => this.#pages.delete(key));
    return reading;
  }

  async #loadPages(chunk: ChunkLayout, place: Stretch): Promise<readonly PageStretch[]> {
    const file = this.#bytes.name;
    const bytes = await this.#bytes.read(place.start, place.end);
    const pages = await this.#decoder.readPageIndex({ file, bytes });
    const isInside = pages[0]!.start >= chunk.start && pages.at(-1)!.end <= chunk.end;
    if (!isInside) throw damaged(file, 'the list of pages points outside of its column');
    return pages;
  }

  #decode(group: GroupLayout, column: ImageColumn, pages: Pages): Promise<DecodedRows> {
    const key = `${group.firstRow}/${column}/${pages.firstRow}${pages.isWhole ? '' : ' page'}`;
    const known = this.#decoded.get(key);
    this.#decoded.delete(key);
    const decoding = known ?? this.#load(group, column, pages);
    this.#decoded.set(key, decoding);
    if (!known) {
      decoding.then(
        ({ sizeBytes }) => this.#forgetOldest(key, sizeBytes),
        () => this.#decoded.delete(key)
      );
    }
    return decoding;
  }

  async #load(group: GroupLayout, column: ImageColumn, pages: Pages): Promise<DecodedRows> {
    const leaf = `${column}.bytes` as const;
    const schema = this.#layout.leaves[leaf]!;
    const { meta } = this.#chunkOf(group, column);
    const bytes = await this.#readBytes(group, column, pages);
    const { rows, isWhole, firstRow } = pages;
    const file = this.#bytes.name;
    const [values] = await this.#decoder.readLeaves([{ file, leaf, schema, meta, bytes, rows, isWhole }]);
    const sizeBytes = values!.reduce((sum, images) => sum + countBytes(images), 0);
    return { firstRow, values: values!, sizeBytes };
  }

  /** The pages' bytes, behind those of the chunk's dictionary where it has one. */
  async #readBytes(group: GroupLayout, column: ImageColumn, pages: Pages): Promise<Uint8Array<ArrayBuffer>> {
    if (pages.isWhole) return this.#bytes.read(pages.start, pages.end);
    const chunk = this.#chunkOf(group, column);
    const all = await this.#readPages(`${group.firstRow}/${column}`, chunk, chunk.pageIndex!);
    const dictionaryEnd = all[0]!.start;
    if (dictionaryEnd === chunk.start) return this.#bytes.read(pages.start, pages.end);
    return concatenate(
      await Promise.all([
        this.#bytes.read(chunk.start, dictionaryEnd),
        this.#bytes.read(pages.start, pages.end)
      ])
    );
  }

  #forgetOldest(key: string, sizeBytes: number): void {
    this.#sizes.set(key, sizeBytes);
    let total = 0;
    for (const kept of [...this.#decoded.keys()].reverse()) {
      total += this.#sizes.get(kept) ?? 0;
      if (total <= keptBytes || kept === key) continue;
      this.#decoded.delete(kept);
      this.#sizes.delete(kept);
    }
  }

  /** Where the shard names an image by the hash of its bytes, they must have it. */
  async #requireNamed({ row, name }: ImagePlace, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const named = /^([0-9a-f]{64})\.\w+$/i.exec(name)?.[1]?.toLowerCase();
    if (named === undefined) return;
    const sha256 = await sha256Hex(bytes);
    if (sha256 !== named) {
      throw damaged(
        this.#bytes.name,
        `an image of row ${row} is not the one that its name says`,
        sha256,
        named
      );
    }
  }

  #describeMissing({ row, column, index }: ImagePlace): DataError {
    return new DataError({
      code: 'image-missing',
      where: { file: this.#bytes.name, field: column },
      what: `row ${row} has no bytes of image ${index}`
    });
  }
}

function countBytes(images: LeafValue): number {
  if (images === null || typeof images === 'string') return 0;
  return images.reduce((sum, image) => sum + (image?.length ?? 0), 0);
}
