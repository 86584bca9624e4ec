import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

/** How a column is written: text, bytes without any name for what they are, or an image with bytes and path. */
export type ColumnKind = 'text' | 'bytes' | 'image' | 'number';

/** A Parquet file of these rows; a field that a row lacks is null there. */
export function makeTable(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: Readonly<Record<string, ColumnKind>>,
  rowGroupSize = 1000
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const schema = [
    { name: 'schema', num_children: Object.keys(columns).length, repetition_type: 'REQUIRED' as const },
    ...Object.entries(columns).flatMap(([name, kind]) => schemaOf(name, kind))
  ];
  const parquet = new ParquetWriter({ writer, schema, codec: 'SNAPPY' });
  const columnData = Object.keys(columns).map((name) => ({
    name,
    data: rows.map((row) => row[name] ?? null)
  }));
  void parquet.write({ columnData, rowGroupSize });
  void parquet.finish();
  return new Uint8Array(writer.getBytes());
}

function schemaOf(name: string, kind: ColumnKind): SchemaElement[] {
  const leaf = (leafName: string, leafKind: ColumnKind): SchemaElement => ({
    name: leafName,
    type: leafKind === 'number' ? 'DOUBLE' : 'BYTE_ARRAY',
    ...(leafKind === 'text' && { converted_type: 'UTF8' as const }),
    repetition_type: 'OPTIONAL'
  });
  if (kind !== 'image') return [leaf(name, kind)];
  const group: SchemaElement = { name, num_children: 2, repetition_type: 'OPTIONAL' };
  return [group, leaf('bytes', 'bytes'), leaf('path', 'text')];
}

/** Text columns for all of the records' fields; lists and objects become JSON, as in a CSV. */
export function makeTextTable(records: readonly object[]): Uint8Array<ArrayBuffer> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null ? JSON.stringify(value) : value
      ])
    )
  );
  return makeTable(rows, Object.fromEntries(names.map((name) => [name, 'text' as const])));
}
