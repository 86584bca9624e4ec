import { concatenate } from '../../core/concatenate';
import { checkInputs } from '../checkInputs';
import type { PngPixels } from '../KernelSet';
import {
  countFilteredBytes,
  isWholeRows,
  listPasses,
  pixelBits,
  type PngLayout,
  type PngPass
} from '../PngLayout';
import { inflate } from './inflate';

/** The neighbour nearest to left + above − corner (PNG 1.2, section 6.6). */
function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function predict(filter: number, left: number, above: number, corner: number): number {
  return [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
}

/** The rows of a pass without their filters, or null for an unknown one. */
function unfilter(rows: Uint8Array, { rows: count, rowBytes }: PngPass, step: number): Uint8Array | null {
  const plain = new Uint8Array(count * rowBytes);
  for (let y = 0; y < count; y++) {
    const filter = rows[y * (rowBytes + 1)]!;
    if (filter > 4) return null;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x < step ? 0 : plain[at - step]!;
      const above = y === 0 ? 0 : plain[at - rowBytes]!;
      const corner = x < step || y === 0 ? 0 : plain[at - rowBytes - step]!;
      plain[at] = rows[y * (rowBytes + 1) + 1 + x]! + predict(filter, left, above, corner);
    }
  }
  return plain;
}

/** Sample number `index` of a row. */
function sampleAt(row: Uint8Array, index: number, bitDepth: number): number {
  if (bitDepth === 16) return row[2 * index]! * 256 + row[2 * index + 1]!;
  const bit = index * bitDepth;
  return (row[bit >> 3]! >> (8 - bitDepth - (bit & 7))) & ((1 << bitDepth) - 1);
}

function colourAt(row: Uint8Array, x: number, { bitDepth, colourType, palette }: PngLayout): number[] {
  const high = (sample: number): number => (bitDepth === 16 ? sample >> 8 : sample);
  if (colourType === 3) {
    const index = sampleAt(row, x, bitDepth);
    return [...palette!.subarray(4 * index, 4 * index + 3)];
  }
  if (colourType === 0) {
    const sample = sampleAt(row, x, bitDepth);
    const grey = bitDepth === 16 ? Math.min(sample, 255) : (sample * 255) / (2 ** bitDepth - 1);
    return [grey, grey, grey];
  }
  if (colourType === 4) return new Array<number>(3).fill(high(sampleAt(row, 2 * x, bitDepth)));
  const channels = colourType === 2 ? 3 : 4;
  return [0, 1, 2].map((channel) => high(sampleAt(row, channels * x + channel, bitDepth)));
}

export function decodePng(stream: readonly Uint8Array[], layout: PngLayout): PngPixels {
  checkInputs.decodePng(stream, layout);
  const neededBytes = countFilteredBytes(layout);
  const { bytes, end } = inflate(concatenate(stream), neededBytes);
  const result = { inflatedBytes: bytes.length, end };
  if (!isWholeRows(bytes.length, end, layout)) return { ...result, rgb: null };
  const filtered = new Uint8Array(neededBytes);
  filtered.set(bytes);
  const rgb = new Uint8Array(3 * layout.width * layout.height);
  let at = 0;
  for (const pass of listPasses(layout)) {
    const plain = unfilter(filtered.subarray(at), pass, Math.max(1, pixelBits(layout) >> 3));
    if (!plain) return { ...result, rgb: null };
    at += pass.rows * (pass.rowBytes + 1);
    for (let y = 0; y < pass.rows; y++) {
      const row = plain.subarray(y * pass.rowBytes, (y + 1) * pass.rowBytes);
      for (let x = 0; x < pass.columns; x++) {
        const pixel = (pass.y + y * pass.dy) * layout.width + pass.x + x * pass.dx;
        rgb.set(colourAt(row, x, layout), 3 * pixel);
      }
    }
  }
  return { ...result, rgb };
}
