import type { RgbImage } from '../../core/image';

/** Which grey levels are spread from black to white, as a reading room's display does it. */
export interface WindowLevel {
  /** How many levels, 1 to 255. */
  readonly window: number;
  /** The level in their middle, 0 to 255. */
  readonly level: number;
}

export const fullWindow: WindowLevel = { window: 255, level: 127.5 };

export interface WindowPreset extends WindowLevel {
  readonly label: string;
}

/** The images are 8-bit pictures, whose Hounsfield units are lost: presets by organ would be invented. */
export const windowPresets: readonly WindowPreset[] = [
  { label: 'Full range', ...fullWindow },
  { label: 'Dark half', window: 127, level: 63.5 },
  { label: 'Middle half', window: 127, level: 127.5 },
  { label: 'Bright half', window: 127, level: 191.5 }
];

/** The shown grey of each of 256 levels: linear from level − window/2 (black) to level + window/2 (white). */
export function computeTones({ window, level }: WindowLevel): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => {
    const share = (value - (level - window / 2)) / window;
    return Math.round(255 * Math.min(1, Math.max(0, share)));
  });
}

export function isFullWindow({ window, level }: WindowLevel): boolean {
  return window === fullWindow.window && level === fullWindow.level;
}

/** Whole window widths from 1 to 255, and levels in halves from 0 to 255. */
export function clampWindow({ window, level }: WindowLevel): WindowLevel {
  return {
    window: Math.min(255, Math.max(1, Math.round(window))),
    level: Math.min(255, Math.max(0, Math.round(level * 2) / 2))
  };
}

/** After a drag: to the right widens the window, downwards lowers the level (a brighter picture), one level a pixel. */
export function dragWindow({ window, level }: WindowLevel, dx: number, dy: number): WindowLevel {
  return clampWindow({ window: window + dx, level: level - dy });
}

/** The window from the 1st to the 99th percentile of the image's grey levels. */
export function fitWindow({ rgb }: RgbImage): WindowLevel {
  const counts = new Uint32Array(256);
  for (let at = 0; at < rgb.length; at += 3) counts[rgb[at]!]!++;
  const tail = rgb.length / 300;
  const low = findLevel(counts, tail);
  const high = 255 - findLevel(counts.toReversed(), tail);
  return clampWindow({ window: high - low, level: (low + high) / 2 });
}

/** The first level at which more than `tail` pixels are counted. */
function findLevel(counts: Uint32Array, tail: number): number {
  let sum = 0;
  for (const [level, count] of counts.entries()) {
    sum += count;
    if (sum > tail) return level;
  }
  return 255;
}

/** Whether red, green and blue are the same everywhere. */
export function isGrey({ rgb }: RgbImage): boolean {
  for (let at = 0; at < rgb.length; at += 3) {
    if (rgb[at] !== rgb[at + 1] || rgb[at] !== rgb[at + 2]) return false;
  }
  return true;
}
