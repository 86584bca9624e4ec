import { cosine, turn } from '../drawing/arithmetic.ts';
import type { Picture, Plane } from '../drawing/picture.ts';

const side = 8;

/** Row k holds the k-th cosine of the orthonormal 8-point transform. */
const forward = Float64Array.from({ length: side * side }, (_, index) => {
  const k = Math.floor(index / side);
  const i = index % side;
  return Math.sqrt((k === 0 ? 1 : 2) / side) * cosine((turn / 4) * ((k * (2 * i + 1)) / side));
});

/** The transposed matrix, which is the inverse. */
const backward = forward.map((_, index) => forward[(index % side) * side + Math.floor(index / side)]!);

/**
 * What strong JPEG-like compression leaves: in each block of 8 × 8 the cosine coefficients are rounded to a step that
 * grows with frequency.
 * @param step the step at the lowest frequency, in grey values × 8
 */
export function compress(picture: Picture, step: number): Picture {
  return {
    ...picture,
    planes: picture.planes.map((plane) => compressPlane(plane, picture.width, picture.height, step))
  };
}

function compressPlane(plane: Plane, width: number, height: number, step: number): Plane {
  const result = plane.slice();
  const block = new Float64Array(side * side);
  const half = new Float64Array(side * side);
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      for (let i = 0; i < side * side; i++) {
        const row = Math.min(height - 1, top + Math.floor(i / side));
        const column = Math.min(width - 1, left + (i % side));
        block[i] = plane[row * width + column]!;
      }
      transform(block, half, forward);
      for (let i = 0; i < side * side; i++) {
        const coarse = step * (1 + 0.6 * (Math.floor(i / side) + (i % side)));
        block[i] = Math.round(block[i]! / coarse) * coarse;
      }
      transform(block, half, backward);
      for (let row = top; row < Math.min(height, top + side); row++) {
        for (let column = left; column < Math.min(width, left + side); column++) {
          result[row * width + column] = block[(row - top) * side + column - left]!;
        }
      }
    }
  }
  return result;
}

/** Multiplies the block by the matrix from both sides, in place; `half` is scratch space. */
function transform(block: Float64Array, half: Float64Array, matrix: Float64Array): void {
  for (let row = 0; row < side; row++) {
    for (let k = 0; k < side; k++) {
      let sum = 0;
      for (let i = 0; i < side; i++) sum += matrix[k * side + i]! * block[row * side + i]!;
      half[row * side + k] = sum;
    }
  }
  for (let column = 0; column < side; column++) {
    for (let k = 0; k < side; k++) {
      let sum = 0;
      for (let i = 0; i < side; i++) sum += matrix[k * side + i]! * half[i * side + column]!;
      block[k * side + column] = sum;
    }
  }
}
