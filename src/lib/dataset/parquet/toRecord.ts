import { formats } from '../../benchmark/formats';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import type { Format } from '../../core/sample';
import { formatImagePath, padRow } from './imagePath';
import type { TextRow } from './readRows';
import type { ImageColumn, LeafName, ShardLayout } from './ShardLayout';

/** The release's folders. */
const configs: Readonly<Record<string, Format>> = {
  vqa: 'vqa',
  image_editing: 'edit',
  multimodal_generation: 'generate'
};

/** Which of the release's three a shard belongs to: by its folder, or where that is another by its columns. */
export function findConfig(path: string, { leaves }: ShardLayout): string {
  const folder = path.split('/').at(-2) ?? '';
  if (Object.hasOwn(configs, folder)) return folder;
  if (!leaves['output_images.bytes']) return 'vqa';
  return leaves.answer ? 'multimodal_generation' : 'image_editing';
}

/** The column that shards of this config must have and this one has not; null when all are there. */
export function findMissingColumn(config: string, { leaves }: ShardLayout): LeafName | null {
  const format = configs[config];
  if (format === undefined) return null;
  if (formats[format].hasImage && !leaves['output_images.bytes']) return 'output_images.bytes';
  return formats[format].hasText && !leaves.answer ? 'answer' : null;
}

/** A row of a shard as the record that the official tools make of it; images have their paths into the shard. */
export function toRecord(
  row: TextRow,
  at: { readonly config: string; readonly stem: string; readonly row: number }
): JsonObject {
  const format = configs[at.config];
  const pathsOf = (column: ImageColumn): string[] =>
    row[column].map((name, index) =>
      formatImagePath(`${at.config}/${at.stem}`, { row: at.row, column, index, name: name ?? '' })
    );
  return {
    sample_id: `medgen:${at.config}:${at.stem}:${padRow(at.row)}`,
    ...(format && { category: formats[format].category }),
    paper_task: row.task,
    paper_subtask: row.subtask,
    modality: row.modality,
    instruction: row.instruction,
    input_images: pathsOf('input_images'),
    ground_truth_images: pathsOf('output_images'),
    ...(row.answer !== null && { answer: parseAnswer(row.answer) })
  };
}

/** A report of named sections can stand in a column of texts only as JSON. */
function parseAnswer(text: string): JsonValue {
  if (!text.trimStart().startsWith('{')) return text;
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : text;
  } catch {
    return text;
  }
}
