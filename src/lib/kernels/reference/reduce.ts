import type { Size } from '../../core/image';
import { checkInputs } from '../checkInputs';

/** `KernelSet.reduce`: mean by mean. */
export function reduce(rgb: Uint8Array, { width, height }: Size, factor: number): Uint8Array<ArrayBuffer> {
  checkInputs.reduce(rgb, { width, height }, factor);
  const [columns, rows] = [Math.floor(width / factor), Math.floor(height / factor)];
  return Uint8Array.from({ length: 3 * columns * rows }, (_, i) => {
    const [channel, x, y] = [i % 3, Math.floor(i / 3) % columns, Math.floor(i / 3 / columns)];
    let sum = 0;
    for (let dy = 0; dy < factor; dy++) {
      for (let dx = 0; dx < factor; dx++) {
        sum += rgb[3 * ((y * factor + dy) * width + x * factor + dx) + channel]!;
      }
    }
    return Math.floor(sum / factor ** 2 + 0.5);
  });
}
