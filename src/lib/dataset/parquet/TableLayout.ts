import type { ColumnNode } from './ColumnNode';
import type { ChunkLayout } from './ShardLayout';

/** What the footer of a table says, checked: plain data that crosses workers. */
export interface TableLayout {
  readonly rows: number;
  readonly columns: readonly ColumnNode[];
  /** For each row group a chunk a leaf, in the order of the leaves. */
  readonly groups: readonly { readonly rows: number; readonly chunks: readonly ChunkLayout[] }[];
}
