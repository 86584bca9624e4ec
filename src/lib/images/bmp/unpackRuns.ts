import type { Size } from '../../core/image';

/** The pixels of RLE8 and RLE4 data as they come, which may be more or fewer than a picture has. */
class Pixels {
  readonly indices: Uint8Array;
  count = 0;

  constructor(room: number) {
    this.indices = new Uint8Array(room);
  }

  /** What is behind the room is counted, too. */
  put(index: number): void {
    if (this.count < this.indices.length) this.indices[this.count] = index;
    this.count++;
  }

  skip(count: number): void {
    this.count += count;
  }
}

/** The palette indices in the order of the file. */
export interface UnpackedRuns {
  readonly indices: Uint8Array;
  /** Some pixels were jumped over. Pillow before 12.2 reads four bytes for a jump, which has two. */
  readonly hasJumps: boolean;
}

/**
 * Run lengths of Windows bitmaps as Pillow from 12.2 on follows them: rows that are not filled up by an end of line run on, a run
 * is cut at the row's end, of an odd number of 4-bit pixels without run the last is lost, and a jump begins where the data has
 * come to, even if that is not where its row has.
 * @param start in the file, whose even places everything is aligned to
 * @returns null where there are too few pixels
 */
export function unpackRuns(
  file: Uint8Array,
  start: number,
  { width, height }: Size,
  isRle4: boolean
): UnpackedRuns | null {
  const pixels = new Pixels(width * height);
  let [at, x, hasJumps] = [start, 0, false];
  while (pixels.count < width * height && at + 1 < file.length) {
    const [count, value] = [file[at]!, file[at + 1]!];
    at += 2;
    if (count > 0) {
      const fitting = Math.min(count, Math.max(0, width - x));
      for (let i = 0; i < fitting; i++) pixels.put(isRle4 ? (i % 2 === 0 ? value >> 4 : value & 15) : value);
      x += fitting;
    } else if (value === 0) {
      pixels.skip((width - (pixels.count % width)) % width);
      x = 0;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      if (at + 1 >= file.length) break;
      pixels.skip(file[at]! + file[at + 1]! * width);
      x = pixels.count % width;
      hasJumps = true;
      at += 2;
    } else {
      const bytes = file.subarray(at, at + (isRle4 ? value >> 1 : value));
      for (const byte of bytes) {
        if (isRle4) pixels.put(byte >> 4);
        pixels.put(isRle4 ? byte & 15 : byte);
      }
      if (bytes.length < (isRle4 ? value >> 1 : value)) break;
      x += value;
      at += bytes.length;
      at += at % 2;
    }
  }
  return pixels.count >= width * height ? { indices: pixels.indices, hasJumps } : null;
}
