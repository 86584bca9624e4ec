import type { Size } from '../../core/image';

/** Grey levels from which on a pixel belongs to an area of change, if there is one. */
const faintLevels = 8;
/** Grey levels from which on a pixel shows that there is one. */
const clearLevels = 16;
/** So many clear pixels make an area; fewer are noise. */
const leastClearPixels = 16;

/**
 * Areas of connected pixels (8 neighbours) that differ by at least 8 levels, of which at least 16 pixels differ by at
 * least 16 levels: a threshold with hysteresis, and specks removed.
 * @param differences grey levels a pixel, row by row
 * @returns 1 inside such an area, 0 elsewhere
 */
export function findChangedAreas(differences: Uint8Array, size: Size): Uint8Array {
  const frame = new Frame(size);
  const levels = frame.put(differences);
  const isFaint = new Uint8Array(levels.length);
  let faintPixels = 0;
  for (let at = 0; at < levels.length; at++) {
    if (levels[at]! < faintLevels) continue;
    isFaint[at] = 1;
    faintPixels++;
  }
  const queue = new Uint32Array(faintPixels);
  const areas = new Uint8Array(levels.length);
  for (let start = isFaint.indexOf(1); start >= 0; start = isFaint.indexOf(1, start + 1)) {
    const area = queue.subarray(0, takeArea(start, isFaint, frame.neighbours, queue));
    if (isClear(area, levels)) for (const at of area) areas[at] = 1;
  }
  return frame.cut(areas);
}

/** A border of one pixel all round, so that every pixel has eight neighbours. */
class Frame {
  /** From a pixel to its neighbours. */
  readonly neighbours: readonly number[];
  readonly #size: Size;
  readonly #stride: number;

  constructor(size: Size) {
    const stride = size.width + 2;
    this.#size = size;
    this.#stride = stride;
    this.neighbours = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  }

  put(pixels: Uint8Array): Uint8Array {
    const { width, height } = this.#size;
    const framed = new Uint8Array(this.#stride * (height + 2));
    for (let y = 0; y < height; y++) {
      framed.set(pixels.subarray(y * width, (y + 1) * width), this.#start(y));
    }
    return framed;
  }

  cut(framed: Uint8Array): Uint8Array {
    const { width, height } = this.#size;
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      pixels.set(framed.subarray(this.#start(y), this.#start(y) + width), y * width);
    }
    return pixels;
  }

  #start(y: number): number {
    return (y + 1) * this.#stride + 1;
  }
}

/** Moves the pixels connected with `start` from `marks` to `queue`, and gives their number. */
function takeArea(
  start: number,
  marks: Uint8Array,
  neighbours: readonly number[],
  queue: Uint32Array
): number {
  let found = 0;
  queue[found++] = start;
  marks[start] = 0;
  for (let next = 0; next < found; next++) {
    const at = queue[next]!;
    for (const offset of neighbours) {
      if (marks[at + offset] === 0) continue;
      marks[at + offset] = 0;
      queue[found++] = at + offset;
    }
  }
  return found;
}

function isClear(area: Uint32Array, levels: Uint8Array): boolean {
  let clearPixels = 0;
  for (const at of area) {
    if (levels[at]! >= clearLevels && ++clearPixels === leastClearPixels) return true;
  }
  return false;
}
