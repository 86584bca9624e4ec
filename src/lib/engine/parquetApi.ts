import type {
  Cell,
  ColumnTask,
  LayoutTask,
  LeafTask,
  LeafValues,
  PageIndexTask
} from '../dataset/parquet/ParquetDecoder';
import type { PageStretch, ShardLayout } from '../dataset/parquet/ShardLayout';
import type { TableLayout } from '../dataset/parquet/TableLayout';
import type { Reply } from './api';

/** What the Parquet worker answers to. */
export interface ParquetApi {
  readLayout(task: LayoutTask): Promise<Reply<ShardLayout>>;
  readPageIndex(task: PageIndexTask): Promise<Reply<readonly PageStretch[]>>;
  readLeaves(tasks: readonly LeafTask[]): Promise<Reply<readonly LeafValues[]>>;
  readTable(task: LayoutTask): Promise<Reply<TableLayout>>;
  readCells(tasks: readonly ColumnTask[]): Promise<Reply<readonly (readonly Cell[])[]>>;
}
