import { ByteWriter } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { crc32 } from 'node:zlib';
import { DataError } from '../../../src/lib/core/problem';
import { openBlob } from '../../../src/lib/dataset/parquet/ByteSource';
import { checkPages } from '../../../src/lib/dataset/parquet/checkPages';
import { readParquetIndex } from '../../../src/lib/dataset/parquet/ParquetIndex';
import { ParquetSource } from '../../../src/lib/dataset/parquet/ParquetSource';
import { readLeaf } from '../../../src/lib/dataset/parquet/readLeaf';
import type { LeafTask } from '../../../src/lib/dataset/parquet/ParquetDecoder';
import { decoder } from './decoder';
import { makeEditRows, makeShard, sha256 } from './makeShard';

const rows = makeEditRows(6, 200);
const whole = makeShard(rows, { rowGroupSize: 3 });
const name = 'image_editing/train-00000-of-00001.parquet';

const imagesOf = (row: (typeof rows)[number]) => [...row.input_images, ...row.output_images!];

/** The hashes of all images that can be read, null for those that are refused; or the refusal of the whole file. */
async function readAll(shard: Uint8Array<ArrayBuffer>): Promise<(string | null)[] | DataError> {
  const bytes = openBlob(name, new Blob([shard]));
  try {
    const index = await readParquetIndex([{ path: name, bytes }], { decoder });
    const source = new ParquetSource({
      kind: 'local',
      label: '',
      revision: null,
      index,
      decoder,
      open: () => bytes
    });
    const paths = index.samples.flatMap(({ inputImages, referenceImage }) => [
      ...inputImages,
      referenceImage!
    ]);
    return await Promise.all(
      paths.map((path) =>
        source
          .find(path)!
          .read()
          .then(sha256, (error: unknown) => {
            if (error instanceof DataError) return null;
            throw error;
          })
      )
    );
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
}

function patch(change: (bytes: Uint8Array<ArrayBuffer>, view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = whole.slice();
  change(bytes, new DataView(bytes.buffer));
  return bytes;
}

async function refusalOf(shard: Uint8Array<ArrayBuffer>): Promise<string> {
  const read = await readAll(shard);
  return read instanceof DataError ? read.message : 'not refused';
}

describe('a damaged shard', () => {
  it.each([
    ['that is empty', new Uint8Array(), /not a Parquet file, or cut short; got 0 bytes/],
    ['cut in half', whole.slice(0, whole.length / 2), /not a Parquet file, or cut short/],
    ['without its first half', whole.slice(whole.length / 2), /lies outside of the file|impossible/],
    [
      'with a footer longer than the file',
      patch((bytes, view) => view.setUint32(bytes.length - 8, 0x7fffffff, true)),
      /the footer claims an impossible length; got 2147483647 bytes, expected at most \d+ bytes/
    ],
    [
      'with a footer of nothing',
      patch((bytes, view) => view.setUint32(bytes.length - 8, 0, true)),
      /the footer cannot be read/
    ],
    [
      'that is encrypted',
      patch((bytes) => bytes.set(new TextEncoder().encode('PARE'), bytes.length - 4)),
      /the file is encrypted/
    ]
  ])('%s is refused with its reason', async (_, shard, reason) => {
    expect(await refusalOf(shard)).toMatch(reason);
  });

  it('never gives another image than it had, whichever byte is wrong', { timeout: 120_000 }, async () => {
    const names = rows.flatMap((row) => imagesOf(row).map(({ bytes }) => sha256(bytes!)));
    const known = new Set(names);
    let [refused, unchanged] = [0, 0];
    for (let i = 0; i < 400; i++) {
      // Every part of the file has its turn, the footer most often: it is what everything else is read by.
      const at = i % 2 === 0 ? whole.length - 1 - ((i * 7) % 2_500) : (i * 7_919) % whole.length;
      const read = await readAll(patch((bytes) => void (bytes[at]! ^= 1 << (i % 8))));
      if (read instanceof DataError) refused++;
      else {
        for (const hash of read) expect(hash === null || known.has(hash), `byte ${at}`).toBe(true);
        if (read.join() === names.join()) unchanged++;
        else refused++;
      }
    }
    expect(refused).toBeGreaterThan(40);
    expect(unchanged).toBeGreaterThan(40);
  });

  it('with another schema is refused, and its columns are named', async () => {
    const other = makeShard(
      rows.map(({ instruction, task }) => ({ instruction, task }) as (typeof rows)[number]),
      { rowGroupSize: 3 }
    );
    expect(await refusalOf(other)).toBe(
      `${name}: not a shard in the schema of the data release; got columns instruction, task, expected a column subtask`
    );
  });
});

/** One uncompressed page of two texts, with or without a checksum: Thrift's compact protocol, written out. */
function makePage(crc: number | null, texts = ['CT', 'MRI']): LeafTask {
  const values = new ByteWriter();
  for (const text of texts) {
    values.appendUint32(text.length);
    values.appendBytes(new TextEncoder().encode(text));
  }
  const data = values.getBytes();
  const page = new ByteWriter();
  const field = (header: number, value: number): void => {
    page.appendUint8(header);
    page.appendZigZag(value);
  };
  field(0x15, 0); // type: data page
  field(0x15, data.length);
  field(0x15, data.length);
  if (crc !== null) field(0x15, crc | 0);
  page.appendUint8(crc === null ? 0x2c : 0x1c); // data_page_header
  field(0x15, texts.length);
  for (let i = 0; i < 3; i++) field(0x15, i === 0 ? 0 : 3); // PLAIN, RLE, RLE
  page.appendUint8(0);
  page.appendUint8(0);
  page.appendBytes(data);
  const bytes = new Uint8Array(page.getBytes());
  return {
    file: name,
    leaf: 'modality',
    schema: [
      { name: 'schema', num_children: 1 },
      { name: 'modality', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' }
    ],
    meta: {
      type: 'BYTE_ARRAY',
      encodings: ['PLAIN'],
      path_in_schema: ['modality'],
      codec: 'UNCOMPRESSED',
      num_values: BigInt(texts.length),
      total_uncompressed_size: BigInt(bytes.length),
      total_compressed_size: BigInt(bytes.length),
      data_page_offset: 4n
    },
    bytes,
    rows: texts.length,
    isWhole: true
  };
}

const pageBytes = Buffer.from('\x02\0\0\0CT\x03\0\0\0MRI', 'latin1');

describe('a page', () => {
  it('with its checksum is read, and so is one without any', async () => {
    expect(await readLeaf(makePage(crc32(pageBytes)))).toEqual(['CT', 'MRI']);
    expect(await readLeaf(makePage(null))).toEqual(['CT', 'MRI']);
  });

  it('with another checksum is refused before it is decoded', () => {
    expect(() => checkPages(makePage(crc32(pageBytes) ^ 1))).toThrow(
      /modality has another checksum than it should; got [0-9a-f]{8}/
    );
  });

  it.each([
    ['is cut', { bytes: makePage(null).bytes.slice(0, -3) }, /a page of modality is cut/],
    [
      'has fewer values than the footer says',
      { meta: { ...makePage(null).meta, num_values: 3n } },
      /another number of values; got 2, expected 3/
    ],
    [
      'claims more bytes than its column',
      { meta: { ...makePage(null).meta, total_uncompressed_size: 4n } },
      /claims an impossible size/
    ]
  ])('that %s is refused', (_, change, reason) => {
    expect(() => checkPages({ ...makePage(null), ...change })).toThrow(reason);
  });

  it('with bytes that are no UTF-8 is refused, not guessed at', async () => {
    const task = makePage(null);
    task.bytes.set([0xff], task.bytes.length - 1);
    await expect(readLeaf(task)).rejects.toThrow(/modality cannot be decoded/);
  });
});
