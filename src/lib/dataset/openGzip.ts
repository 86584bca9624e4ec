import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import { collectBytes, type FileEntry } from './FileEntry';
import { maxTextRatio, minBombBytes, minTextBombBytes } from './limits';

/**
 * What a gzip file holds, checked by its checksums: one member or several behind one another (`cat a.gz b.gz`, bgzip), with
 * zeros behind the last as tapes leave them. The browser's own decoder knows one member only, so where it stops the members
 * are taken one by one. The stream ends with an error where the file is cut or damaged.
 */
export function openGzip(packed: Blob): ReadableStream<Uint8Array> {
  return toStream(unpack(packed));
}

/** The file as it is without its gzip, or as it is where it has none; it keeps its path. What it reads ends with a DataError where that is damaged. */
export function unpackEntry(entry: FileEntry): FileEntry {
  const stream = (): ReadableStream<Uint8Array> => toStream(unpackNamed(entry));
  const { path, sizeBytes, modifiedMs } = entry;
  return { path, sizeBytes, modifiedMs, read: () => collectBytes(stream()), stream };
}

/** Whether a file that begins so is gzip. */
export const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;

async function* unpackNamed({ path, blob, read }: FileEntry): AsyncGenerator<Uint8Array> {
  const packed = blob ?? new Blob([await read()]);
  try {
    yield* (await hasGzip(packed)) ? unpack(packed, minTextBombBytes) : readChunks(packed);
  } catch (error) {
    throw describeGzip(path, error);
  }
}

/** The ending promises nothing: browsers and tools unpack files on their way and leave the name as it was. */
async function hasGzip(packed: Blob): Promise<boolean> {
  return isGzip(new Uint8Array(await packed.slice(0, 2).arrayBuffer()));
}

async function* readChunks(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let offset = 0; offset < file.size; offset += pieceBytes)
    yield new Uint8Array(await file.slice(offset, offset + pieceBytes).arrayBuffer());
}

function toStream<Bytes extends Uint8Array>(chunks: AsyncGenerator<Bytes>): ReadableStream<Bytes> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    }
  });
}

/** What went into the decoder and what came out of it, over all members. */
interface Meter {
  fedBytes: number;
  givenBytes: number;
  /** So much may come out of anything. */
  readonly freeBytes: number;
}

async function* unpack(packed: Blob, freeBytes = minBombBytes): AsyncGenerator<Uint8Array> {
  const given = { sizeBytes: 0 };
  try {
    yield* unpackMember(packed, given, { fedBytes: 0, givenBytes: 0, freeBytes });
  } catch (error) {
    if (error instanceof DataError) throw error;
    let known = given.sizeBytes;
    for await (const chunk of unpackMembers(packed, { fedBytes: 0, givenBytes: 0, freeBytes })) {
      if (chunk.length > known) yield chunk.subarray(known);
      known = Math.max(0, known - chunk.length);
    }
  }
}

/** More bytes that only look like the start of a member are not tried: each try begins anew. */
const maxTries = 64;

async function* unpackMembers(packed: Blob, meter: Meter): AsyncGenerator<Uint8Array> {
  const ends = await findEnds(packed);
  const stops = [...(await findMembers(packed)), ...ends];
  let start = 0;
  let tries = 0;
  let given = { sizeBytes: 0 };
  for (const stop of stops) {
    if (start >= ends[0]!) return;
    try {
      yield* unpackMember(packed.slice(start, stop), given, meter);
      [start, tries, given] = [stop, 0, { sizeBytes: 0 }];
    } catch (error) {
      // What looks like the start of the next member lay inside of this one, or its own end is zeros.
      if (stop === stops.at(-1) || ++tries > maxTries || error instanceof DataError) throw error;
    }
  }
}

/** One member; bytes up to `given` are left out, so that a second try goes on where the first failed. */
async function* unpackMember(
  packed: Blob,
  given: { sizeBytes: number },
  meter: Meter
): AsyncGenerator<Uint8Array> {
  const known = given.sizeBytes;
  const reader = toStream(feed(packed, meter)).pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    let sizeBytes = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const fresh = next.value.subarray(Math.max(0, known - sizeBytes));
      sizeBytes += next.value.length;
      meter.givenBytes += next.value.length;
      if (isBomb(meter)) throw describeBomb(meter);
      if (fresh.length === 0) continue;
      given.sizeBytes = sizeBytes;
      yield fresh;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

const isBomb = ({ fedBytes, givenBytes, freeBytes }: Meter) =>
  givenBytes > freeBytes && givenBytes > maxTextRatio * fedBytes;

/** So little at once that what was fed is hardly more than what was unpacked. */
const spoonBytes = 2 ** 14;

/** The packed bytes, and how many of them were asked for. */
async function* feed(packed: Blob, meter: Meter): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of readChunks(packed)) {
    for (let offset = 0; offset < piece.length; offset += spoonBytes) {
      const spoon = piece.subarray(offset, offset + spoonBytes);
      meter.fedBytes += spoon.length;
      yield spoon;
    }
  }
}

const pieceBytes = 2 ** 22;

/** The part of a member's head that tells it from chance. */
const headBytes = 10;

/** Where members may start, the first left out. */
async function findMembers(packed: Blob): Promise<number[]> {
  const starts: number[] = [];
  for (let offset = 0; offset < packed.size; offset += pieceBytes) {
    const piece = new Uint8Array(
      await packed.slice(offset, offset + pieceBytes + headBytes - 1).arrayBuffer()
    );
    for (let at = piece.indexOf(0x1f); at >= 0 && at < pieceBytes; at = piece.indexOf(0x1f, at + 1)) {
      if (offset + at > 0 && isHead(piece.subarray(at, at + headBytes))) starts.push(offset + at);
    }
  }
  return starts;
}

/** Magic, DEFLATE, no reserved flag, a level and a system that exist. */
function isHead(head: Uint8Array): boolean {
  const [, magic, method, flags = 0, , , , , level = 0, system] = head;
  if (magic !== 0x8b || method !== 8 || (flags & 0xe0) !== 0 || system === undefined) return false;
  return (level === 0 || level === 2 || level === 4) && (system <= 13 || system === 255);
}

/** A member's end may be zeros itself: checksum and length of nothing are eight of them. */
const endSlack = 10;

/** Where the last member may end: behind the last byte that is not zero, or some bytes later. */
async function findEnds(packed: Blob): Promise<number[]> {
  let end = packed.size;
  while (end > 0) {
    const start = Math.max(0, end - pieceBytes);
    const piece = new Uint8Array(await packed.slice(start, end).arrayBuffer());
    const last = piece.findLastIndex((byte) => byte !== 0);
    end = start + last + 1;
    if (last >= 0) break;
  }
  const ends = Array.from({ length: endSlack + 1 }, (_, i) => Math.min(end + i, packed.size));
  return [...new Set(ends)];
}

function describeBomb({ givenBytes, fedBytes }: Meter): DataError {
  return new DataError({
    code: 'gzip-bomb',
    where: {},
    what: 'far more comes out of the gzip file than records or images pack into so little; it is not unpacked',
    got: `more than ${Math.round(givenBytes / 1e6)} MB out of ${Math.round(fedBytes / 1e3)} kB`,
    expected: `at most ${maxTextRatio} times as much`
  });
}

function describeGzip(file: string, error: unknown): DataError {
  if (error instanceof DataError) return new DataError({ ...error.problem, where: { file } });
  return new DataError({
    code: 'gzip-damaged',
    where: { file },
    what: 'the gzip file is cut short or damaged',
    got: describeError(error),
    expected: 'a whole gzip file (pack it or copy it again)'
  });
}
