import { readOffsetIndex } from 'hyparquet/src/indexes.js';
import { damaged, fence } from './damaged';
import type { PageIndexTask } from './ParquetDecoder';
import type { PageStretch } from './ShardLayout';

/**
 * The data pages of a chunk, in order.
 * @throws DataError
 */
export function readPageIndex({ file, bytes }: PageIndexTask): Promise<readonly PageStretch[]> {
  return fence(file, 'the list of pages cannot be read', () => {
    const { page_locations } = readOffsetIndex({ view: new DataView(bytes.buffer), offset: 0 });
    const pages = page_locations.map(({ offset, compressed_page_size, first_row_index }) => ({
      start: Number(offset),
      end: Number(offset) + compressed_page_size,
      firstRow: Number(first_row_index)
    }));
    const isOrdered = pages.every(
      ({ start, end, firstRow }, i) =>
        end > start &&
        (i === 0 ? firstRow === 0 : start >= pages[i - 1]!.end && firstRow > pages[i - 1]!.firstRow)
    );
    if (!isOrdered || pages.length === 0) throw damaged(file, 'the list of pages contradicts itself');
    return pages;
  });
}
