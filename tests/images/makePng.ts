import { crc32, deflateSync } from 'node:zlib';

/** A chunk's name and data, and its checksum where it shall be wrong. */
export type Chunk = readonly [name: string, data: Uint8Array, crc?: number];

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

export function composeChunks(chunks: readonly Chunk[]): Uint8Array {
  const parts: Uint8Array[] = [signature];
  for (const [name, data, crc] of chunks) {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc ?? crc32(body), 4);
    parts.push(frame.subarray(0, 4), body, frame.subarray(4));
  }
  return new Uint8Array(Buffer.concat(parts));
}

export function ihdr(width: number, height: number, depth = 8, colourType = 2, interlace = 0): Chunk {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([depth, colourType, 0, 0, interlace], 8);
  return ['IHDR', data];
}

export const idat = (rows: Uint8Array): Chunk => ['IDAT', deflateSync(rows)];
export const iend: Chunk = ['IEND', new Uint8Array(0)];

/** Unfiltered rows of `height` times `rowBytes` bytes, drawn by a rule that never repeats within a row. */
export function makeRows(height: number, rowBytes: number): Uint8Array {
  return Uint8Array.from({ length: height * (rowBytes + 1) }, (_, index) => {
    const [row, column] = [Math.floor(index / (rowBytes + 1)), index % (rowBytes + 1)];
    return column === 0 ? 0 : (row * 31 + column * 7) % 256;
  });
}

/** The rows without their filter bytes. */
export function pixelsOf(rows: Uint8Array, rowBytes: number): Uint8Array {
  return rows.filter((_, index) => index % (rowBytes + 1) !== 0);
}
