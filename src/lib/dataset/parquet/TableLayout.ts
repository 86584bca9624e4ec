import type { SchemaElement } from 'hyparquet';
import type { ChunkLayout } from './ShardLayout';

/** A column as it lies in the file; a structure has several. */
export interface TableLeaf {
  /** From the column down, e.g. `output_image`, `bytes`. */
  readonly path: readonly string[];
  /** The schema of this leaf alone. */
  readonly schema: readonly SchemaElement[];
  /** The file says that it is text, or numbers; other bytes are taken as they are. */
  readonly isText: boolean;
}

/** What the footer of a table says, checked: plain data that crosses workers. */
export interface TableLayout {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly leaves: readonly TableLeaf[];
  /** For each row group a chunk a leaf, in the order of the leaves. */
  readonly groups: readonly { readonly rows: number; readonly chunks: readonly ChunkLayout[] }[];
}
