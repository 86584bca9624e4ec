import { describe, expect, it } from 'vitest';
import { shrinkImage } from '../../src/lib/images/shrinkImage';

const grey = (width: number, height: number, tones: readonly number[]) => ({
  width,
  height,
  rgb: Uint8Array.from(tones.flatMap((tone) => [tone, tone, tone]))
});

describe('shrinkImage', () => {
  it('takes the mean of the pixels that a smaller one covers', () => {
    const small = shrinkImage(grey(4, 2, [0, 10, 100, 100, 20, 30, 200, 200]), 2);
    expect(small).toEqual(grey(2, 1, [15, 150]));
  });

  it('keeps the channels apart', () => {
    const image = { width: 2, height: 1, rgb: Uint8Array.of(0, 10, 20, 100, 30, 40) };
    expect(shrinkImage(image, 1)).toEqual({ width: 1, height: 1, rgb: Uint8Array.of(50, 20, 30) });
  });

  it('leaves an image as it is that is small enough, and a line at least one pixel wide', () => {
    const image = grey(2, 2, [1, 2, 3, 4]);
    expect(shrinkImage(image, 2)).toBe(image);
    const line = shrinkImage(grey(1, 9, [3, 3, 3, 6, 6, 6, 9, 9, 9]), 3);
    expect(line).toEqual(grey(1, 3, [3, 6, 9]));
  });
});
