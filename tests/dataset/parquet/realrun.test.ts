import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/lib/core/sample';
import type { JsonObject } from '../../../src/lib/core/json';
import { openBlob } from '../../../src/lib/dataset/parquet/ByteSource';
import { readParquetIndex } from '../../../src/lib/dataset/parquet/ParquetIndex';
import { ParquetSource } from '../../../src/lib/dataset/parquet/ParquetSource';
import { parseSample } from '../../../src/lib/dataset/parseSample';
import { decoder } from './decoder';

const folder = '../shared/realrun';
const isThere = existsSync(folder);
if (!isThere) console.warn(`skipped: the real run is not at ${folder}`);

const configs = { vqa: 'vqa', image_editing: 'edit', multimodal_generation: 'gen' };

/** The samples of the JSONL files, which were made from the same rows by other tools. */
function readJsonl(): Sample[] {
  return Object.values(configs).flatMap((name) =>
    readFileSync(join(folder, 'MedGEN_data', `${name}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonObject)
      .map((record) => parseSample(record, String(record['sample_id']), {}))
  );
}

const withoutImages = ({ inputImages, referenceImage, ...texts }: Sample) => ({
  ...texts,
  inputs: inputImages.length,
  hasReference: referenceImage !== null
});

describe.skipIf(!isThere)('the real run as Parquet', () => {
  let source: ParquetSource;

  beforeAll(async () => {
    const files = Object.keys(configs).map((config) => {
      const path = `parquet/${config}/train-00000-of-00001.parquet`;
      return { path, bytes: openBlob(path, new Blob([readFileSync(join(folder, path))])) };
    });
    const index = await readParquetIndex(files, { decoder });
    const open = (path: string) => files.find((file) => file.path === path)!.bytes;
    source = new ParquetSource({ kind: 'local', label: '', revision: null, index, decoder, open });
  });

  it('has the samples of the JSONL files, word for word and in their order', () => {
    expect(source.problems).toEqual([]);
    expect(source.samples.map(withoutImages)).toEqual(readJsonl().map(withoutImages));
  });

  it('has the images of the JSONL files, byte for byte', async () => {
    const pathsOf = ({ inputImages, referenceImage }: Sample) =>
      referenceImage === null ? inputImages : [...inputImages, referenceImage];
    for (const [i, expected] of readJsonl().entries()) {
      const hashes = await Promise.all(
        pathsOf(source.samples[i]!).map(async (path) => sha256(await source.find(path)!.read()))
      );
      const files = pathsOf(expected).map((path) => sha256(readFileSync(join(folder, 'MedGEN_data', path))));
      expect(hashes, expected.sampleId).toEqual(files);
    }
  });
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
