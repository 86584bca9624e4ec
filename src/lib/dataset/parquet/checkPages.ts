import type { PageHeader } from 'hyparquet/src/types.js';
import { parquetHeader } from 'hyparquet/src/column.js';
import { crc32 } from '../../core/crc32';
import { damaged } from './damaged';
import { maxChunkBytes, maxPackRatio } from './limits';
import type { PagesTask } from './ParquetDecoder';

type CheckedPages = Pick<PagesTask, 'file' | 'leaf' | 'bytes' | 'meta' | 'isWhole'>;

/**
 * Walks over the pages before one of them is unpacked: sizes and counts must fit what the footer says, and where a page has
 * a checksum its bytes must have it.
 * @throws DataError
 */
export function checkPages(task: CheckedPages): void {
  const { file, leaf, bytes, meta, isWhole } = task;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let offset = 0;
  let values = 0;
  while (offset < bytes.length) {
    const reader = { view, offset };
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    const page = bytes.subarray(reader.offset, reader.offset + Math.max(0, size));
    if (!(size >= 0) || page.length !== size) {
      throw damaged(file, `a page of ${leaf} is cut`, `${page.length} bytes`, `${size} bytes`);
    }
    checkUnpackedSize(task, header, size);
    checkSum(task, header, page);
    values += countValues(header);
    offset = reader.offset + size;
  }
  const claimed = Number(meta.num_values);
  if (isWhole ? values !== claimed : values > claimed) {
    throw damaged(
      file,
      `the pages of ${leaf} hold another number of values`,
      String(values),
      String(claimed)
    );
  }
}

function checkUnpackedSize({ file, leaf, meta }: CheckedPages, header: PageHeader, size: number): void {
  const unpacked = header.uncompressed_page_size;
  const most = Math.min(maxChunkBytes, Number(meta.total_uncompressed_size), (size + 1) * maxPackRatio);
  if (unpacked >= 0 && unpacked <= most) return;
  throw damaged(
    file,
    `a page of ${leaf} claims an impossible size`,
    `${unpacked} bytes`,
    `at most ${most} bytes`
  );
}

function checkSum({ file, leaf }: CheckedPages, { crc }: PageHeader, page: Uint8Array): void {
  if (crc === undefined || crc >>> 0 === crc32(page)) return;
  throw damaged(
    file,
    `a page of ${leaf} has another checksum than it should`,
    hex(crc32(page)),
    hex(crc >>> 0)
  );
}

const hex = (sum: number): string => sum.toString(16).padStart(8, '0');

function countValues({ type, data_page_header, data_page_header_v2 }: PageHeader): number {
  if (type === 'DICTIONARY_PAGE' || type === 'INDEX_PAGE') return 0;
  const count = data_page_header?.num_values ?? data_page_header_v2?.num_values;
  if (count === undefined || count < 0) throw new RangeError(`a page of unknown kind: ${type}`);
  return count;
}
