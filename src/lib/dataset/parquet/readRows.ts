import { mapConcurrently } from '../../core/mapConcurrently';
import type { ByteSource } from './ByteSource';
import { damaged } from './damaged';
import type { LeafTask, LeafValues, ParquetDecoder } from './ParquetDecoder';
import {
  imageColumns,
  textColumns,
  type ChunkLayout,
  type GroupLayout,
  type ImageColumn,
  type LeafName,
  type ShardLayout,
  type Stretch,
  type TextColumn
} from './ShardLayout';

/** A row as its text columns give it: texts, and what its images are called. */
export type TextRow = Readonly<Record<TextColumn, string | null>> &
  Readonly<Record<ImageColumn, readonly (string | null)[]>>;

const textLeaves: readonly LeafName[] = [
  ...textColumns,
  ...imageColumns.map((column) => `${column}.path` as const)
];

/** A request costs about as much time as this many bytes, so nearer stretches are read as one. */
const maxGapBytes = 2 ** 15;
const maxReadBytes = 2 ** 23;

/** Row groups whose texts are fetched at the same time. */
const parallelGroups = 6;

/**
 * Every row of a shard without its images: only the text columns' bytes are read.
 * @throws DataError
 */
export async function readRows(
  bytes: ByteSource,
  layout: ShardLayout,
  decoder: ParquetDecoder
): Promise<readonly TextRow[]> {
  const rowsOf = new Map<GroupLayout, readonly TextRow[]>();
  const read = async (group: GroupLayout) => ({
    group,
    rows: await readGroup(bytes, layout, group, decoder)
  });
  for await (const { group, rows } of mapConcurrently(layout.groups, parallelGroups, read)) {
    rowsOf.set(group, rows);
  }
  return layout.groups.flatMap((group) => rowsOf.get(group) ?? []);
}

async function readGroup(
  bytes: ByteSource,
  { leaves }: ShardLayout,
  group: GroupLayout,
  decoder: ParquetDecoder
): Promise<readonly TextRow[]> {
  const wanted = textLeaves.flatMap((leaf) => {
    const [schema, chunk] = [leaves[leaf], group.chunks[leaf]];
    return schema && chunk ? [{ leaf, schema, chunk }] : [];
  });
  const pieces = await readStretches(
    bytes,
    wanted.map(({ chunk }) => chunk)
  );
  const tasks = wanted.map(({ leaf, schema, chunk: { meta } }, i): LeafTask => {
    return { file: bytes.name, leaf, schema, meta, bytes: pieces[i]!, rows: group.rows, isWhole: true };
  });
  const values = await decoder.readLeaves(tasks);
  const column = (leaf: LeafName): LeafValues | undefined =>
    values[tasks.findIndex((task) => task.leaf === leaf)];
  return Array.from({ length: group.rows }, (_, row) => toRow(bytes.name, row, column));
}

function toRow(file: string, row: number, column: (leaf: LeafName) => LeafValues | undefined): TextRow {
  const textOf = (leaf: TextColumn): string | null => {
    const value = column(leaf)?.[row] ?? null;
    if (value === null || typeof value === 'string') return value;
    throw damaged(file, `${leaf} is not a text`);
  };
  const pathsOf = (leaf: ImageColumn): readonly (string | null)[] => {
    const value = column(`${leaf}.path`)?.[row] ?? [];
    if (typeof value === 'string') throw damaged(file, `${leaf} is not a list`);
    return value.map((path) => (typeof path === 'string' ? path : null));
  };
  return {
    instruction: textOf('instruction'),
    answer: textOf('answer'),
    task: textOf('task'),
    subtask: textOf('subtask'),
    modality: textOf('modality'),
    input_images: pathsOf('input_images'),
    output_images: pathsOf('output_images')
  };
}

/** The bytes of each chunk; neighbours come in one read. */
async function readStretches(
  bytes: ByteSource,
  chunks: readonly ChunkLayout[]
): Promise<Uint8Array<ArrayBuffer>[]> {
  const reads = joinStretches(chunks);
  const read = await Promise.all(reads.map(({ start, end }) => bytes.read(start, end)));
  return chunks.map(({ start, end }) => {
    const i = reads.findIndex((whole) => whole.start <= start && whole.end >= end);
    return read[i]!.slice(start - reads[i]!.start, end - reads[i]!.start);
  });
}

/** Few reads that cover all stretches, without much between them. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && start - last.end <= maxGapBytes && end - last.start <= maxReadBytes) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(end, last.end) };
    } else joined.push({ start, end });
  }
  return joined;
}
