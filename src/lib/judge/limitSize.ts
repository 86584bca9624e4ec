import type { Size } from '../core/image';

/** The size that a picture is sent in, its strip aside: no side longer than the limit, never enlarged. */
export function limitSize({ width, height }: Size, limitPx: number): Size {
  const factor = Math.min(1, limitPx / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor))
  };
}
