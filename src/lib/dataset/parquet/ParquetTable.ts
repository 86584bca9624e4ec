import { DataError } from '../../core/problem';
import { isJsonObject } from '../../core/json';
import type { FileEntry } from '../FileEntry';
import { openEntry, type ByteSource } from './ByteSource';
import { maxChunkBytes } from './limits';
import { readFooter } from './openShard';
import type { Cell, CellsTask, ParquetDecoder } from './ParquetDecoder';
import type { TableLayout, TableLeaf } from './TableLayout';

/** A row by column; columns without a value are absent. */
export type TableRow = ReadonlyMap<string, Cell>;

/** The only column whose bytes are wanted; other binary ones are left in the file. */
const imageColumn = 'output_image';

/** Some writers do not say that these are text. */
const textColumns: ReadonlySet<string> = new Set(['sample_id', 'response', 'raw_response']);

/** A Parquet file of any columns. */
export class ParquetTable {
  readonly path: string;
  readonly columns: readonly string[];
  readonly #bytes: ByteSource;
  readonly #layout: TableLayout;
  readonly #decoder: ParquetDecoder;

  private constructor(bytes: ByteSource, layout: TableLayout, decoder: ParquetDecoder) {
    this.path = bytes.name;
    this.columns = layout.columns;
    this.#bytes = bytes;
    this.#layout = layout;
    this.#decoder = decoder;
  }

  /**
   * Reads the footer alone.
   * @throws DataError
   */
  static async open(entry: FileEntry, decoder: ParquetDecoder): Promise<ParquetTable> {
    const bytes = openEntry(entry);
    return new ParquetTable(bytes, await decoder.readTable(await readFooter(bytes)), decoder);
  }

  /**
   * The rows of one row group after the other.
   * @throws DataError
   */
  async *readRows(): AsyncGenerator<readonly TableRow[]> {
    for (const group of this.#layout.groups) yield this.#readGroup(group);
  }

  async #readGroup({ rows, chunks }: TableLayout['groups'][number]): Promise<readonly TableRow[]> {
    const file = this.path;
    const wanted = this.#layout.leaves.flatMap((leaf, i) =>
      isWanted(leaf) ? [{ leaf, chunk: chunks[i]! }] : []
    );
    const tasks = wanted.map(async ({ leaf, chunk: { start, end, meta } }): Promise<CellsTask> => {
      const name = leaf.path.join('.');
      if (end - start > maxChunkBytes) throw describeSize(file, name, end - start);
      const bytes = await this.#bytes.read(start, end);
      const isText = leaf.isText || textColumns.has(leaf.path[0]!);
      return { file, leaf: name, schema: leaf.schema, meta, bytes, rows, isWhole: true, isText };
    });
    const cells = await this.#decoder.readCells(await Promise.all(tasks));
    return Array.from({ length: rows }, (_, row) => {
      const values = new Map<string, Cell>();
      wanted.forEach(({ leaf }, i) => {
        const column = leaf.path[0]!;
        const value = join(values.get(column) ?? null, cells[i]![row]!);
        if (value !== null) values.set(column, value);
      });
      return values;
    });
  }
}

function isWanted({ path, isText }: TableLeaf): boolean {
  const [column = ''] = path;
  return isText || column === imageColumn || textColumns.has(column);
}

/** The leaves of one column put together: `{ config }` and `{ shard }` make `{ config, shard }`. */
function join(a: Cell, b: Cell): Cell {
  if (a === null || b === null) return a ?? b;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.map((one: Cell, i) => join(one, (b as readonly Cell[])[i] ?? null)) as Cell;
  }
  return isStructure(a) && isStructure(b) ? { ...a, ...b } : a;
}

const isStructure = (cell: Cell): cell is { readonly [key: string]: Cell } =>
  !(cell instanceof Uint8Array) && isJsonObject(cell as Parameters<typeof isJsonObject>[0]);

function describeSize(file: string, leaf: string, sizeBytes: number): DataError {
  return new DataError({
    code: 'row-group-size',
    where: { file },
    what: `a row group of ${leaf} is too large to be read in a page`,
    got: `${sizeBytes} bytes`,
    expected: `at most ${maxChunkBytes} bytes (write the file with smaller row groups)`
  });
}
