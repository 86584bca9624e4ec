import type { Size } from '../../core/image';
import { checkInputs } from '../checkInputs';
import { ssimMap } from './ssimMap';

/** `KernelSet.ssim`: the mean of the map. */
export function ssim(a: Uint8Array, b: Uint8Array, size: Size): number {
  checkInputs.ssim(a, b, size);
  const map = ssimMap(a, b, size);
  return map.reduce((sum, value) => sum + value, 0) / map.length;
}
