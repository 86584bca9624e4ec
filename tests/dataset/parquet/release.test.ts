import { describe, expect, it } from 'vitest';
import { makeEditRows, makeShard, sha256 } from './makeShard';
import { openBlob } from '../../../src/lib/dataset/parquet/ByteSource';
import { readParquetIndex } from '../../../src/lib/dataset/parquet/ParquetIndex';
import { ParquetSource } from '../../../src/lib/dataset/parquet/ParquetSource';
import { decoder } from './decoder';

describe('x', () => {
  it.each([[undefined], [20_000]])('y %s', async (pageSize) => {
    const rows = makeEditRows(50, 5000);
    const shard = makeShard(rows, { rowGroupSize: 20, ...(pageSize && { pageSize }) });
    const reads: number[] = [];
    const blob = openBlob('parquet/image_editing/train-00000-of-00001.parquet', new Blob([shard]));
    const bytes = {
      ...blob,
      read: (s: number, e: number) => {
        reads.push(e - s);
        return blob.read(s, e);
      }
    };
    const index = await readParquetIndex([{ path: bytes.name, bytes }], { decoder });
    console.log(shard.length, reads, index.problems, index.samples[3]);
    const source = new ParquetSource({
      kind: 'local',
      label: '',
      revision: null,
      index,
      decoder,
      open: () => bytes
    });
    reads.length = 0;
    for (const i of [0, 19, 20, 33, 49]) {
      const got = await source.find(index.samples[i]!.referenceImage!)!.read();
      expect(sha256(got)).toBe(sha256(rows[i]!.output_images![0]!.bytes!));
    }
    console.log(reads);
  });
});
