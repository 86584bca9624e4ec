import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { PictureMaker, pictureSidePx } from '../../src/lib/engine/PictureMaker';
import { readJpegHeader } from '../../src/lib/images/readJpegHeader';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { loadKernels } from '../kernels/loadKernels';

const kernels = await loadKernels();

const image = (width: number, height: number): RgbImage => ({
  width,
  height,
  rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => i % 251)
});

const open = (...wanted: string[]) => new PictureMaker(wanted, kernels);

function measure(jpeg: Uint8Array) {
  const { width, height } = readJpegHeader(jpeg, 'a picture');
  return { width, height };
}

describe('small pictures', () => {
  it('are made of the wanted images, each once, and those that are small enough as they are', () => {
    const maker = open('a.png', 'never.png');
    maker.show('a.png', image(2, 1));
    maker.show('a.png', image(1, 1));
    maker.show('b.png', image(1, 1));
    expect(maker.pictures).toEqual([{ path: 'a.png', jpeg: referenceKernels.encodeJpeg(image(2, 1)) }]);
  });

  it('are as large as a row of a table needs, in the colours of the image', () => {
    const maker = open('a.png');
    const red = Uint8Array.from({ length: 3 * 960 * 480 }, (_, i) => (i % 3 === 0 ? 200 : 30));
    maker.show('a.png', { width: 960, height: 480, rgb: red });
    const [{ jpeg } = { jpeg: new Uint8Array() }] = maker.pictures;
    const size = { width: pictureSidePx, height: pictureSidePx / 2 };
    expect(measure(jpeg)).toEqual(size);
    const shown = kernels.decodeJpeg(jpeg, size) as Uint8Array;
    for (const [channel, value] of [200, 30, 30].entries()) {
      expect(Math.abs(shown[channel]! - value)).toBeLessThan(4);
    }
  });

  it('are left out where there is no memory for them, and the score is not lost', () => {
    const resize = () => {
      throw new RangeError('Array buffer allocation failed');
    };
    const maker = new PictureMaker(['a.png', 'b.png'], { ...referenceKernels, resize });
    maker.show('a.png', image(960, 480));
    maker.show('b.png', image(1, 1));
    expect(maker.pictures.map(({ path }) => path)).toEqual(['b.png']);
  });

  it('do not hide any other fault', () => {
    const resize = () => {
      throw new TypeError('a mistake');
    };
    const maker = new PictureMaker(['a.png'], { ...referenceKernels, resize });
    expect(() => maker.show('a.png', image(960, 480))).toThrow('a mistake');
  });
});
