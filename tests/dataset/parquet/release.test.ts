import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ImageColumn } from '../../../src/lib/dataset/parquet/ShardLayout';
import { openBlob, type ByteSource } from '../../../src/lib/dataset/parquet/ByteSource';
import {
  readParquetIndex,
  type ParquetIndex,
  type ShardFile
} from '../../../src/lib/dataset/parquet/ParquetIndex';
import { ParquetSource } from '../../../src/lib/dataset/parquet/ParquetSource';
import { decoder } from './decoder';
import { makeImage, makeShard, namedImage, sha256, type ShardRow } from './makeShard';

/** Records of the release by config (protocol §1), and how many shards they come in here. */
const configs = [
  ['vqa', 1_100, 2],
  ['image_editing', 3_872, 4],
  ['multimodal_generation', 1_651, 2]
] as const;

const imageBytes = 4_000;

const tasks = {
  vqa: 'question-answering',
  image_editing: 'style-transfer',
  multimodal_generation: 'disease-prediction'
};

/** Some rows have two input images, as in the release; every image is another. */
function makeRow(config: keyof typeof tasks, i: number): ShardRow {
  const image = (part: number) => namedImage(makeImage(i * 3 + part, imageBytes));
  return {
    input_images: i % 5 === 0 ? [image(0), image(1)] : [image(0)],
    ...(config !== 'vqa' && { output_images: [image(2)] }),
    instruction: `Look at picture ${i} and say what has changed since the earlier one. ${'x'.repeat(i % 300)}`,
    ...(config !== 'image_editing' && { answer: `The finding ${i} is stable. ${'y'.repeat(i % 200)}` }),
    task: tasks[config],
    subtask: config === 'vqa' ? null : `part ${i % 7}`,
    modality: ['CT', 'Magnetic_Resonance_Imaging', 'Ultrasound', 'Radiograph'][i % 4]!
  };
}

/** Writes the release's number of records, a shard at a time. */
function writeRelease(folder: string, options: { readonly pageSize?: number }): string[] {
  return configs.flatMap(([config, count, shards]) =>
    Array.from({ length: shards }, (_, shard) => {
      const start = Math.floor((count * shard) / shards);
      const end = Math.floor((count * (shard + 1)) / shards);
      const rows = Array.from({ length: end - start }, (_, i) => makeRow(config, start + i));
      const name = `${config} train-0000${shard}-of-0000${shards}.parquet`;
      writeFileSync(join(folder, name), makeShard(rows, { rowGroupSize: 100, ...options }));
      return name;
    })
  );
}

const kinds = [
  ['with a page index', { pageSize: 4 * imageBytes }],
  ['without a page index', {}]
] as const;

// At night and before a release both; the small shards of the other tests come with and without.
describe.each(inject('isThorough') ? kinds : kinds.slice(0, 1))(
  '6,623 records in Parquet %s',
  (label, options) => {
    const folder = mkdtempSync(join(tmpdir(), 'medgen-release-'));
    let files: ShardFile[];
    let index: ParquetIndex;
    let totalBytes = 0;
    let listMs = 0;
    let listBytes = 0;
    let readBytes = 0;
    let reads = 0;

    function count(bytes: ByteSource): ByteSource {
      return {
        ...bytes,
        read: (start, end) => {
          readBytes += end - start;
          reads++;
          return bytes.read(start, end);
        }
      };
    }

    const openSource = (): ParquetSource => {
      const open = (path: string) => files.find((file) => file.path === path)!.bytes;
      return new ParquetSource({ kind: 'local', label: '', revision: null, index, decoder, open });
    };

    beforeAll(async () => {
      const names = writeRelease(folder, options);
      files = await Promise.all(
        names.map(async (name) => {
          const path = name.replace(' ', '/');
          return { path, bytes: count(openBlob(path, await openAsBlob(join(folder, name)))) };
        })
      );
      totalBytes = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
      const startedMs = performance.now();
      index = await readParquetIndex(files, { decoder });
      listMs = performance.now() - startedMs;
      listBytes = readBytes;
    }, 300_000);

    afterAll(() => rmSync(folder, { recursive: true }));

    it('are listed from their text columns alone', () => {
      expect(index.problems).toEqual([]);
      expect(index.samples).toHaveLength(6_623);
      const last = index.samples.at(-1)!;
      expect(last).toMatchObject({ format: 'generate', subtask: `part ${1_650 % 7}` });
      expect(last.sampleId).toBe('medgen:multimodal_generation:train-00001-of-00002:000825');
      expect(listBytes).toBeLessThan(totalBytes * 0.05);
      const kept = structuredClone(index);
      console.log(
        `${label}: ${(totalBytes / 1e6).toFixed(1)} MB in ${files.length} shards; list: ${reads} reads, ` +
          `${(listBytes / 1e6).toFixed(2)} MB, ${listMs.toFixed(0)} ms; ` +
          `index ${(JSON.stringify(kept, (_, v: unknown) => (typeof v === 'bigint' ? Number(v) : v)).length / 1e6).toFixed(2)} MB as JSON`
      );
    });

    it('give one image for the bytes that the file allows', async () => {
      const source = openSource();
      const sample = source.samples[1_100 + 1_234]!;
      readBytes = reads = 0;
      const bytes = await source.find(sample.referenceImage!)!.read();
      expect(sha256(bytes)).toBe(sha256(makeImage(1_234 * 3 + 2, imageBytes)));
      const chunk = index.shards.find(({ name }) => sample.referenceImage!.startsWith(name))!.layout
        .groups[2]!.chunks[`${'output_images' satisfies ImageColumn}.bytes`]!;
      const chunkBytes = chunk.end - chunk.start;
      console.log(
        `${label}: one image of ${bytes.length} bytes: ${reads} reads, ${readBytes} bytes; its column chunk has ${chunkBytes}`
      );
      if (chunk.pageIndex) expect(readBytes).toBeLessThan(7 * imageBytes);
      else expect(readBytes).toBe(chunkBytes);
    });

    it('are read row group by row group when many are wanted, each byte once', async () => {
      const source = openSource();
      const wanted = source.samples.slice(1_100, 1_400).map(({ referenceImage }) => referenceImage!);
      source.expect(wanted);
      readBytes = reads = 0;
      for (const [i, path] of wanted.entries()) {
        expect(sha256(await source.find(path)!.read())).toBe(sha256(makeImage(i * 3 + 2, imageBytes)));
      }
      const layout = index.shards.find(({ name }) => wanted[0]!.startsWith(name))!.layout;
      const chunks = layout.groups.slice(0, 3).map(({ chunks: all }) => all['output_images.bytes']!);
      expect(reads).toBe(3);
      expect(readBytes).toBe(chunks.reduce((sum, { start, end }) => sum + end - start, 0));
    });
  }
);
