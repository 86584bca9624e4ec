import type { FileEntry } from '../dataset/FileEntry';
import { LineSplitter, sniffEncoding, type TextLine } from './LineSplitter';

const maxSniffedBytes = 4;

/**
 * The lines of a text file, in batches as its bytes arrive. Lines end at U+000A only (Python writes U+2028 as it is), one
 * carriage return before it goes, and so does a byte order mark; UTF-8 and UTF-16 are told apart by their first bytes.
 * @throws DataError when the file cannot be read to its end
 */
export async function* readLines(
  entry: FileEntry,
  onBytes: (sizeBytes: number) => void
): AsyncGenerator<readonly TextLine[]> {
  const reader = (entry.stream?.() ?? new Blob([await entry.read()]).stream()).getReader();
  let head: Uint8Array = new Uint8Array();
  let splitter: LineSplitter | null = null;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      onBytes(next.value.length);
      if (splitter) yield splitter.push(next.value);
      else {
        head = head.length > 0 ? concat(head, next.value) : next.value;
        if (head.length < maxSniffedBytes) continue;
        splitter = new LineSplitter(entry.path, sniffEncoding(head));
        yield splitter.push(head);
      }
    }
    if (splitter) yield splitter.end();
    else {
      splitter = new LineSplitter(entry.path, sniffEncoding(head));
      yield [...splitter.push(head), ...splitter.end()];
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
