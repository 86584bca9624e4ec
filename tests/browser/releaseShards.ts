import type { Format } from '../../src/lib/core/sample';
import {
  makeImage,
  makeShard,
  namedImage,
  type ShardImage,
  type ShardRow
} from '../dataset/parquet/makeShard';
import { makeReleaseSamples } from '../dataset/releaseSamples';

const configs: Readonly<Record<Format, string>> = {
  vqa: 'vqa',
  edit: 'image_editing',
  generate: 'multimodal_generation'
};

/** A dataset as large as the data release as Parquet shards, by their path; images are 8 × 8 pixels. */
export function makeReleaseShards(): Map<string, Uint8Array> {
  const images = Array.from({ length: 512 }, (_, number) => namedImage(makeImage(number)));
  const imageOf = (path: string): ShardImage => images[Number(/\d+/.exec(path)![0]) % images.length]!;
  const rows = new Map<Format, ShardRow[]>();
  for (const sample of makeReleaseSamples()) {
    const { format, instruction, answer, task, subtask, modality, inputImages, referenceImage } = sample;
    const row: ShardRow = {
      input_images: inputImages.map(imageOf),
      ...(referenceImage !== null && { output_images: [imageOf(referenceImage)] }),
      instruction,
      ...(format !== 'edit' && { answer: String(answer) }),
      task,
      subtask,
      modality
    };
    const known = rows.get(format);
    if (known) known.push(row);
    else rows.set(format, [row]);
  }
  return new Map(
    [...rows].map(([format, all]) => [
      `parquet/${configs[format]}/train-00000-of-00001.parquet`,
      makeShard(all, { rowGroupSize: 500 })
    ])
  );
}
