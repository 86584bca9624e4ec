import { viewOf } from '../imageHeader';
import { blockRowBytes, type TiffLayout } from './TiffLayout';

export const HORIZONTAL = 2;
export const FLOATING = 3;

/** Each sample is stored as what it differs by from the one before (TIFF 6.0, section 14). */
function addUp(row: Uint8Array, step: number, bytes: number, isLittle: boolean): void {
  if (bytes === 1) {
    for (let i = step; i < row.length; i++) row[i]! += row[i - step]!;
    return;
  }
  const view = viewOf(row);
  for (let i = step * bytes; i + bytes <= row.length; i += bytes) {
    const before = i - step * bytes;
    if (bytes === 2)
      view.setUint16(i, view.getUint16(i, isLittle) + view.getUint16(before, isLittle), isLittle);
    else view.setUint32(i, view.getUint32(i, isLittle) + view.getUint32(before, isLittle), isLittle);
  }
}

/** Bytes of floats apart, highest first, and each as a difference (Adobe Photoshop's TIFF Technical Note 3). */
function joinFloats(row: Uint8Array, step: number, bytes: number, isLittle: boolean): void {
  for (let i = step; i < row.length; i++) row[i]! += row[i - step]!;
  const apart = row.slice();
  const count = row.length / bytes;
  for (let i = 0; i < count; i++) {
    for (let byte = 0; byte < bytes; byte++) {
      row[i * bytes + (isLittle ? bytes - 1 - byte : byte)] = apart[byte * count + i]!;
    }
  }
}

/** Takes the predictor of a block's rows back, in place. */
export function undoPredictor(block: Uint8Array, layout: TiffLayout): void {
  const { predictor, bits, samples, isPlanar, isLittle } = layout;
  const step = isPlanar ? 1 : samples;
  const rowBytes = blockRowBytes(layout);
  const undo = predictor === FLOATING ? joinFloats : addUp;
  for (let start = 0; start < block.length; start += rowBytes) {
    undo(block.subarray(start, start + rowBytes), step, bits / 8, isLittle);
  }
}
