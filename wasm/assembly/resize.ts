import { alloc, free } from './memory';
import { resizeColumns, resizeRows } from './resizePasses';

/**
 * Pillow's 8-bit resize (ImagingResample): fixed-point coefficients, rows first, then columns on the rounded rows; a
 * pass whose size does not change is skipped.
 * @param source `inputWidth * inputHeight * channels` bytes
 * @param target `outputWidth * outputHeight * channels` bytes
 * @param channels 1 or 3, interleaved
 * @param filter BILINEAR, LANCZOS or BICUBIC of resizeTaps.ts
 */
export function resize(
  source: usize,
  target: usize,
  channels: i32,
  inputWidth: i32,
  inputHeight: i32,
  outputWidth: i32,
  outputHeight: i32,
  filter: i32
): void {
  const rowBytes = outputWidth * channels;
  if (inputWidth == outputWidth && inputHeight == outputHeight) {
    memory.copy(target, source, rowBytes * outputHeight);
  } else if (inputWidth == outputWidth) {
    resizeColumns(source, target, rowBytes, inputHeight, outputHeight, filter);
  } else if (inputHeight == outputHeight) {
    resizeRows(source, target, channels, inputWidth, outputWidth, inputHeight, filter);
  } else {
    const rows = alloc(rowBytes * inputHeight);
    resizeRows(source, rows, channels, inputWidth, outputWidth, inputHeight, filter);
    resizeColumns(rows, target, rowBytes, inputHeight, outputHeight, filter);
    free(rows);
  }
}
