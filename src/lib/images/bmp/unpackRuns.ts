import type { Size } from '../../core/image';
import { unsupported } from '../imageHeader';

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

/**
 * Run lengths of Windows bitmaps as Pillow follows them: rows that are not filled up by an end of line run on, a run is cut at
 * the row's end, and of an odd number of 4-bit pixels without run the last is lost.
 * @param start in the file, whose even places everything is aligned to
 * @returns the palette indices in the order of the file; null where there are too few
 * @throws DataError `image-unsupported` for a jump
 */
export function unpackRuns(
  file: Uint8Array,
  start: number,
  { width, height }: Size,
  isRle4: boolean,
  path: string
): Uint8Array | null {
  const pixels = new Pixels(width * height);
  let [at, x] = [start, 0];
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
      throw unsupported(
        path,
        'a BMP whose run lengths jump (Pillow 12 reads jumps in another way than Pillow 10)'
      );
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
  return pixels.count >= width * height ? pixels.indices : null;
}
