import { DataError } from '../../core/problem';
import type { FileEntry } from '../FileEntry';
import { openEntry, type ByteSource } from './ByteSource';
import { listLeaves, pruneColumn, type ColumnNode } from './ColumnNode';
import { maxChunkBytes } from './limits';
import { readFooter } from './openShard';
import type { Cell, ColumnTask, ParquetDecoder } from './ParquetDecoder';
import type { ChunkLayout } from './ShardLayout';
import type { TableLayout } from './TableLayout';
import { isOpaque } from './toCell';

/** A row by column; columns without a value are absent. */
export type TableRow = ReadonlyMap<string, Cell>;

/** The columns whose bytes are wanted; other binary ones are left in the file. */
const imageColumns: ReadonlySet<string> = new Set(['output_image', 'output_images']);

/** Some writers do not say that these are text. */
const textColumns: ReadonlySet<string> = new Set([
  'sample_id',
  'response',
  'raw_response',
  'category',
  'paper_format',
  'paper_task',
  'paper_subtask',
  'sub-category',
  'modality',
  'instruction',
  'answer'
]);

/** A Parquet file of any columns. */
export class ParquetTable {
  readonly path: string;
  readonly columns: readonly string[];
  readonly #bytes: ByteSource;
  readonly #layout: TableLayout;
  readonly #decoder: ParquetDecoder;

  private constructor(bytes: ByteSource, layout: TableLayout, decoder: ParquetDecoder) {
    this.path = bytes.name;
    this.columns = layout.columns.map(({ name }) => name);
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
    const wanted = this.#layout.columns.flatMap((column) => pruneColumn(column, isWanted(column.name)) ?? []);
    const cells = await this.#decoder.readCells(
      await Promise.all(wanted.map((column) => this.#readColumn(column, rows, chunks)))
    );
    return Array.from({ length: rows }, (_, row) => {
      const values = wanted.map(({ name }, i) => [name, cells[i]![row]!] as const);
      return new Map(values.filter(([, value]) => value !== null));
    });
  }

  async #readColumn(column: ColumnNode, rows: number, chunks: readonly ChunkLayout[]): Promise<ColumnTask> {
    const file = this.path;
    const leaves = listLeaves(column).map(async ({ node, path }) => {
      const { start, end, meta } = chunks[node.leaf]!;
      if (end - start > maxChunkBytes) throw describeSize(file, path.join('.'), end - start);
      return { meta, bytes: await this.#bytes.read(start, end) };
    });
    return { file, column, isText: textColumns.has(column.name), leaves: await Promise.all(leaves), rows };
  }
}

const isWanted =
  (column: string) =>
  ({ element }: ColumnNode): boolean =>
    !isOpaque(element) || imageColumns.has(column) || textColumns.has(column);

function describeSize(file: string, leaf: string, sizeBytes: number): DataError {
  return new DataError({
    code: 'row-group-size',
    where: { file },
    what: `a row group of ${leaf} is too large to be read in a page`,
    got: `${sizeBytes} bytes`,
    expected: `at most ${maxChunkBytes} bytes (write the file with smaller row groups)`
  });
}
