import { createHash } from 'node:crypto';
import { formats } from '../../lib/benchmark/formats.ts';
import { tasks } from '../../lib/benchmark/tasks.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import type { Format } from '../../lib/core/sample.ts';
import type { Picture } from '../drawing/picture.ts';
import type { System } from '../systems/systems.ts';
import type { Draft } from '../tasks/draft.ts';
import { encodePng } from './png.ts';

export interface DemoFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A format's name in the data release, of its records' `paper_format`, and of its dataset file. */
const releaseNames: Readonly<Record<Format, { config: string; paperFormat: string; file: string }>> = {
  vqa: { config: 'vqa', paperFormat: 'VQA', file: 'vqa' },
  edit: { config: 'image_editing', paperFormat: 'ImageEditing', file: 'edit' },
  generate: { config: 'multimodal_generation', paperFormat: 'MultimodalGeneration', file: 'gen' }
};

const shard = 'demo-00000-of-00001';

/** The official folder layout (records, pictures, predictions of each system) as a list of files. */
export function makeDatasetFiles(drafts: readonly Draft[], systems: readonly System[]): DemoFile[] {
  const files = new Map<string, Uint8Array>();
  const lines = new Map<string, string[]>();
  const addLine = (path: string, record: JsonObject) =>
    lines.set(path, [...(lines.get(path) ?? []), JSON.stringify(record)]);
  const rowCounts = new Map<Format, number>();
  drafts.forEach((draft, number) => {
    const { format } = tasks[draft.task];
    const row = rowCounts.get(format) ?? 0;
    rowCounts.set(format, row + 1);
    const record = makeRecord(draft, row, files);
    addLine(`MedGEN_data/${releaseNames[format].file}.jsonl`, record);
    for (const system of systems) {
      const prediction = makePrediction(record, draft, system, number, files);
      addLine(`predictions/${system.name}_${formats[format].fileWord}.jsonl`, prediction);
    }
  });
  const texts = [...lines].map(([path, records]) => ({ path, bytes: toBytes(`${records.join('\n')}\n`) }));
  return [...texts, ...[...files].map(([path, bytes]) => ({ path, bytes }))];
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Adds the picture under the hash of its file, as the release does; gives the path that records use. */
function addAsset(picture: Picture, files: Map<string, Uint8Array>): string {
  const bytes = encodePng(picture);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const path = `images/assets/${hash.slice(0, 2)}/${hash}.png`;
  files.set(`MedGEN_data/${path}`, bytes);
  return path;
}

function makeRecord(draft: Draft, row: number, files: Map<string, Uint8Array>): JsonObject {
  const { format } = tasks[draft.task];
  const { config, paperFormat } = releaseNames[format];
  const inputs = draft.inputs.map((picture) => addAsset(picture, files));
  const reference = draft.reference && addAsset(draft.reference, files);
  return {
    sample_id: `demo:${config}:${shard}:${String(row).padStart(6, '0')}`,
    category: formats[format].category,
    paper_format: paperFormat,
    paper_task: draft.task,
    paper_subtask: draft.subtask,
    'sub-category': draft.task,
    modality: draft.modality,
    instruction: draft.instruction,
    input_images: inputs,
    input_image: draft.sheet ? addAsset(draft.sheet, files) : inputs[0]!,
    ...(reference && { ground_truth_images: [reference], ground_truth_image: reference }),
    ...(draft.answer !== undefined && { answer: draft.answer }),
    dataset_source: { config, shard: `${shard}.parquet`, row_index: row }
  };
}

function makePrediction(
  record: JsonObject,
  draft: Draft,
  system: System,
  number: number,
  files: Map<string, Uint8Array>
): JsonObject {
  const response = draft.replies[system.reply];
  let output = '';
  if (draft.reference) {
    const bytes = encodePng(system.draw(draft, draft.reference, number));
    const name = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    output = `output_image/${system.name}/${name}.png`;
    files.set(`predictions/${output}`, bytes);
  }
  return {
    ...record,
    response,
    raw_response: JSON.stringify({ output_text: response }),
    output_image: output
  };
}
