import type { JsonObject } from '../../lib/core/json';
import { pathsOf } from '../../lib/dataset/parseSample';
import type { PackedRecord } from '../../pack/writeShardSet';
import type { DemoFile } from './dataset';

const root = 'MedGEN_data/';

/** The samples of the demo with their pictures, as the packer takes them. */
export async function* listRecords(files: readonly DemoFile[]): AsyncGenerator<PackedRecord> {
  const bytesOf = new Map(files.map(({ path, bytes }) => [path, bytes]));
  for (const { path, bytes } of files) {
    if (!path.startsWith(root) || !path.endsWith('.jsonl')) continue;
    for (const line of new TextDecoder().decode(bytes).trim().split('\n')) {
      const record = JSON.parse(line) as JsonObject;
      const fields = ['input_images', 'input_image', 'ground_truth_images', 'ground_truth_image'];
      const paths = fields.flatMap((field) => pathsOf(record[field]));
      yield { record, images: new Map(paths.map((name) => [name, bytesOf.get(root + name)!])) };
    }
  }
}
