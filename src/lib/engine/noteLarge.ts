import { formatSize, type Size } from '../core/image';
import { WARN_PIXELS } from '../images/readHeader';

/** What the evaluator's log says of very large images, which it scores all the same. */
export function noteLarge(role: 'output' | 'reference', size: Size): string[] {
  if (size.width * size.height <= WARN_PIXELS) return [];
  return [`the ${role} has ${formatSize(size)} pixels, where Pillow warns of a decompression bomb`];
}
