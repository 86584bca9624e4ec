import { concatenate } from '../../core/concatenate';
import { DataError } from '../../core/problem';
import type { ByteSource } from './ByteSource';
import { damaged } from './damaged';
import { maxFooterBytes } from './limits';
import type { LayoutTask, ParquetDecoder } from './ParquetDecoder';
import type { ShardLayout } from './ShardLayout';

/** The footers of the release fit into this; a second read is needed only for larger ones. */
const firstReadBytes = 2 ** 16;

/** The length of the footer, four bytes, and "PAR1". */
const endBytes = 8;

/**
 * Reads what a shard holds and where: its footer, and nothing else.
 * @throws DataError
 */
export async function openShard(bytes: ByteSource, decoder: ParquetDecoder): Promise<ShardLayout> {
  return decoder.readLayout(await readFooter(bytes));
}

/**
 * The end of a Parquet file, as far as its footer goes.
 * @throws DataError
 */
export async function readFooter(bytes: ByteSource): Promise<LayoutTask> {
  const { name: file, byteLength } = bytes;
  if (byteLength < endBytes + 4) throw describeNoParquet(file, `${byteLength} bytes`);
  const start = Math.max(0, byteLength - firstReadBytes);
  const tail = await bytes.read(start, byteLength);
  const footerBytes = readFooterLength(file, tail, byteLength) + endBytes;
  const missing = footerBytes - tail.length;
  const footer =
    missing > 0
      ? concatenate([await bytes.read(start - missing, start), tail])
      : tail.slice(tail.length - footerBytes);
  return { file, byteLength, footer };
}

function readFooterLength(file: string, tail: Uint8Array, byteLength: number): number {
  const end = tail.subarray(-endBytes);
  const magic = new TextDecoder().decode(end.subarray(4));
  if (magic === 'PARE') throw damaged(file, 'the file is encrypted', undefined, 'a plain Parquet file');
  if (magic !== 'PAR1') throw describeNoParquet(file, `${JSON.stringify(magic)} at its end`);
  const length = new DataView(end.buffer, end.byteOffset, endBytes).getUint32(0, true);
  const most = Math.min(maxFooterBytes, byteLength - endBytes - 4);
  if (length <= most) return length;
  throw damaged(file, 'the footer claims an impossible length', `${length} bytes`, `at most ${most} bytes`);
}

function describeNoParquet(file: string, got: string): DataError {
  return new DataError({
    code: 'no-parquet',
    where: { file },
    what: 'not a Parquet file, or cut short',
    got,
    expected: '"PAR1" at the end of a whole file'
  });
}
