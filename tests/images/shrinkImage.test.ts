import { describe, expect, it } from 'vitest';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { shrinkImage } from '../../src/lib/images/shrinkImage';

const grey = (width: number, height: number, tones: readonly number[]) => ({
  width,
  height,
  rgb: Uint8Array.from(tones.flatMap((tone) => [tone, tone, tone]))
});

describe('shrinkImage', () => {
  it('weighs the pixels that a smaller one covers by their nearness', () => {
    const small = shrinkImage(grey(4, 1, [0, 10, 100, 100]), 2, referenceKernels);
    // Weights 3, 3, 1 and 1, 3, 3 of 7.
    expect(small).toEqual(grey(2, 1, [19, 87]));
  });

  it('keeps the channels apart', () => {
    const image = { width: 2, height: 1, rgb: Uint8Array.of(0, 10, 20, 100, 30, 40) };
    expect(shrinkImage(image, 1, referenceKernels)).toEqual({
      width: 1,
      height: 1,
      rgb: Uint8Array.of(50, 20, 30)
    });
  });

  it('takes whole blocks first where it gets much smaller, and weighs all pixels all the same', () => {
    const tones = Array.from({ length: 64 * 48 }, (_, i) => 4 * (i % 64));
    const small = shrinkImage(grey(64, 48, tones), 8, referenceKernels);
    expect([small.width, small.height]).toEqual([8, 6]);
    // Blocks of four have the means 6, 22, 38 …; of those, two inside weigh 3 and their neighbours 1.
    expect([...small.rgb.subarray(3, 6)]).toEqual([46, 46, 46]);
    expect(small.rgb.subarray(0, 24)).toEqual(small.rgb.subarray(-24));
  });

  it('leaves an image as it is that is small enough, and a line at least one pixel wide', () => {
    const image = grey(2, 2, [1, 2, 3, 4]);
    expect(shrinkImage(image, 2, referenceKernels)).toBe(image);
    const line = shrinkImage(grey(1, 9, Array(9).fill(6)), 3, referenceKernels);
    expect(line).toEqual(grey(1, 3, [6, 6, 6]));
  });
});
