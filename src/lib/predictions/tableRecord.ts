import type { JsonObject, JsonValue } from '../core/json';
import { makeBlobEntry, type FileEntry } from '../dataset/FileEntry';
import type { Cell } from '../dataset/parquet/ParquetDecoder';
import type { TableRow } from '../dataset/parquet/ParquetTable';
import { readJsonCell } from './readCsv';

/** A row of a Parquet file with the images that lay in it. */
export interface TableRecord {
  readonly record: JsonObject;
  readonly images: readonly FileEntry[];
}

/** Where a row keeps its outputs, the official column first. */
const outputColumns = ['output_image', 'output_images'];

/** Where the images are in the file, the record names the places where the drop then has them. */
export function toTableRecord(row: TableRow, entry: FileEntry, line: number): TableRecord {
  const images: FileEntry[] = [];
  const fields: [string, JsonValue][] = [];
  for (const [column, cell] of row) {
    if (!outputColumns.includes(column)) fields.push([column, toField(column, cell)]);
  }
  const outputs = outputColumns.map((column) => row.get(column)).find((cell) => cell !== undefined);
  const paths = listItems(outputs).flatMap((item, i) => {
    const { bytes, path } = splitImage(item);
    if (!bytes) return path ?? [];
    const image = placeImage(entry, i === 0 ? `${line}` : `${line}/${i}`, bytes, path);
    images.push(image);
    return image.path.slice(entry.path.lastIndexOf('/') + 1);
  });
  if (paths.length > 0) fields.push(['output_image', paths.length === 1 ? paths[0]! : paths]);
  return { record: Object.fromEntries(fields), images };
}

const isList = (cell: Cell | undefined): cell is readonly Cell[] => Array.isArray(cell);

function listItems(cell: Cell | undefined): readonly Cell[] {
  if (isList(cell)) return cell;
  return cell === undefined ? [] : [cell];
}

/** A path, the bytes, or both in a structure. */
function splitImage(cell: Cell): { bytes: Uint8Array<ArrayBuffer> | null; path: string | null } {
  if (cell instanceof Uint8Array) return { bytes: cell, path: null };
  if (typeof cell === 'string') return { bytes: null, path: cell };
  if (!isStructure(cell)) return { bytes: null, path: null };
  const { bytes, path } = cell;
  return {
    bytes: bytes instanceof Uint8Array ? bytes : null,
    path: typeof path === 'string' && path !== '' ? path : null
  };
}

const isStructure = (cell: Cell): cell is { readonly [key: string]: Cell } =>
  typeof cell === 'object' && cell !== null && !isList(cell) && !(cell instanceof Uint8Array);

function placeImage(
  entry: FileEntry,
  place: string,
  bytes: Uint8Array<ArrayBuffer>,
  path: string | null
): FileEntry {
  const name = path?.split(/[/\\]/).at(-1) || 'output_image';
  return makeBlobEntry(`${entry.path}/${place}/${name}`, new Blob([bytes]), entry.modifiedMs);
}

function toField(column: string, cell: Cell): JsonValue {
  if (typeof cell === 'string') return readJsonCell(column, cell);
  // A dataset's images are named by their paths; their bytes stay where they are.
  if (/_images?$/.test(column)) return isList(cell) ? cell.map(toPath) : toPath(cell);
  return cell as JsonValue;
}

const toPath = (cell: Cell): JsonValue => (isStructure(cell) ? (cell['path'] ?? null) : cell) as JsonValue;
