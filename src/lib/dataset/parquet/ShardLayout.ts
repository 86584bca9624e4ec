import type { ColumnMetaData, SchemaElement } from 'hyparquet';

/** The columns of the release that are texts. */
export const textColumns = ['instruction', 'answer', 'task', 'subtask', 'modality'] as const;

/** The columns of the release that are lists of images, each with `bytes` and `path`. */
export const imageColumns = ['input_images', 'output_images'] as const;

export type TextColumn = (typeof textColumns)[number];
export type ImageColumn = (typeof imageColumns)[number];

/** A column as it lies in the file, on its own: images have two, of which only `path` is text. */
export type LeafName = TextColumn | `${ImageColumn}.${'bytes' | 'path'}`;

export interface Stretch {
  readonly start: number;
  /** The byte after the last. */
  readonly end: number;
}

/** The bytes of one leaf in one row group, with what decodes them. */
export interface ChunkLayout extends Stretch {
  readonly meta: ColumnMetaData;
  /** Where the file lists the chunk's pages; null where it does not. */
  readonly pageIndex: Stretch | null;
}

export interface GroupLayout {
  readonly firstRow: number;
  readonly rows: number;
  readonly chunks: Readonly<Partial<Record<LeafName, ChunkLayout>>>;
}

/** What the footer of a shard says, checked: plain data that crosses workers and storage. */
export interface ShardLayout {
  readonly rows: number;
  /** The way from the root of the schema to each leaf that the shard has. */
  readonly leaves: Readonly<Partial<Record<LeafName, readonly SchemaElement[]>>>;
  readonly groups: readonly GroupLayout[];
}

/** A data page of a chunk; a row never lies on two. */
export interface PageStretch extends Stretch {
  /** Counted from the start of the row group. */
  readonly firstRow: number;
}
