import type { ColumnMetaData, SchemaElement } from 'hyparquet';
import type { ColumnNode } from './ColumnNode';
import type { LeafName, PageStretch, ShardLayout } from './ShardLayout';
import type { TableLayout } from './TableLayout';

/** The end of a file: its footer and the eight bytes behind it. */
export interface LayoutTask {
  readonly file: string;
  readonly byteLength: number;
  readonly footer: Uint8Array<ArrayBuffer>;
}

export interface PageIndexTask {
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Whole pages of one leaf. */
export interface PagesTask {
  readonly file: string;
  /** As it is called in messages. */
  readonly leaf: string;
  readonly schema: readonly SchemaElement[];
  readonly meta: ColumnMetaData;
  /** A dictionary page, if there is one, and data pages. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many rows the pages hold. */
  readonly rows: number;
  /** Whether these are all pages of the chunk. */
  readonly isWhole: boolean;
}

export interface LeafTask extends PagesTask {
  readonly leaf: LeafName;
}

/** All pages of a column in one row group. */
export interface ColumnTask {
  readonly file: string;
  readonly column: ColumnNode;
  /** Bytes that the column does not explain are text. */
  readonly isText: boolean;
  /** In the order of the column's values. */
  readonly leaves: readonly { readonly meta: ColumnMetaData; readonly bytes: Uint8Array<ArrayBuffer> }[];
  readonly rows: number;
}

/** What a column gives to a row: JSON, with bytes where something is not text. */
export type Cell =
  | string
  | number
  | boolean
  | null
  | Uint8Array<ArrayBuffer>
  | readonly Cell[]
  | { readonly [key: string]: Cell };

export type LeafValue =
  string | null | readonly (string | null)[] | readonly (Uint8Array<ArrayBuffer> | null)[];

/** A value a row: a text, the paths of its images, or the bytes of its images. */
export type LeafValues = readonly LeafValue[];

/**
 * Decodes Parquet where a damaged file can do no harm: in a worker that is replaced when it hangs. `bytes` and `footer` are
 * moved there. Every method throws a DataError for what it cannot decode.
 */
export interface ParquetDecoder {
  readLayout(task: LayoutTask): Promise<ShardLayout>;
  readPageIndex(task: PageIndexTask): Promise<readonly PageStretch[]>;
  readLeaves(tasks: readonly LeafTask[]): Promise<readonly LeafValues[]>;
  /** The footer of a table of any columns. */
  readTable(task: LayoutTask): Promise<TableLayout>;
  /** A value a row, for each task. */
  readCells(tasks: readonly ColumnTask[]): Promise<readonly (readonly Cell[])[]>;
  close(): void;
}
