import { concatenate } from '../core/concatenate';
import { DataError } from '../core/problem';
import type { FileEntry } from '../dataset/FileEntry';
import { isUtf32, LineSplitter, sniffEncoding, sniffLineEnd, type TextLine } from './LineSplitter';

/** Without a line feed in so much, lines end with carriage returns, if with anything. */
const minSniffedBytes = 2 ** 16;

/**
 * The lines of a text file, in batches as its bytes arrive. Lines end at U+000A only (Python writes U+2028 as it is), or at
 * U+000D where there is none; one carriage return before an end goes, and so does a byte order mark. UTF-8 and UTF-16 are
 * told apart by their first bytes.
 * @throws DataError when the file cannot be read to its end, or is in UTF-32
 */
export async function* readLines(
  entry: FileEntry,
  onBytes: (sizeBytes: number) => void
): AsyncGenerator<readonly TextLine[]> {
  // Opening a file of an archive takes a while, and there may be very many empty ones.
  if (entry.sizeBytes === 0) return;
  const reader = (entry.stream?.() ?? new Blob([await entry.read()]).stream()).getReader();
  let head: Uint8Array = new Uint8Array();
  let splitter: LineSplitter | null = null;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      onBytes(next.value.length);
      if (splitter) yield splitter.push(next.value);
      else {
        head = head.length > 0 ? concatenate([head, next.value]) : next.value;
        if (head.length < minSniffedBytes) continue;
        splitter = openSplitter(entry.path, head);
        yield splitter.push(head);
      }
    }
    if (splitter) yield splitter.end();
    else {
      splitter = openSplitter(entry.path, head);
      yield [...splitter.push(head), ...splitter.end()];
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function openSplitter(path: string, head: Uint8Array): LineSplitter {
  if (isUtf32(head)) {
    throw new DataError({
      code: 'encoding',
      where: { file: path },
      what: 'the text is in UTF-32, which browsers do not read',
      got: 'four bytes a character',
      expected: 'UTF-8 (save it so), or UTF-16'
    });
  }
  const encoding = sniffEncoding(head);
  return new LineSplitter(path, encoding, { lineEnd: sniffLineEnd(head, encoding) });
}
