import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { PictureMaker, pictureSidePx } from '../../src/lib/engine/PictureMaker';

/** A canvas that hands back what was drawn instead of a JPEG. */
class PlainCanvas {
  #pixels = new Uint8ClampedArray();

  constructor(
    readonly width: number,
    readonly height: number
  ) {}

  getContext(kind: string) {
    expect(kind).toBe('2d');
    return {
      putImageData: ({ data }: ImageData, x: number, y: number) => {
        expect([x, y]).toEqual([0, 0]);
        this.#pixels = new Uint8ClampedArray(data);
      }
    };
  }

  convertToBlob(options: object): Promise<Blob> {
    expect(options).toEqual({ type: 'image/jpeg', quality: 0.8 });
    return Promise.resolve(new Blob([Uint8Array.of(this.width, this.height), this.#pixels]));
  }
}

class PlainImageData {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number
  ) {
    expect(data).toHaveLength(width * height * 4);
  }
}

const image = (width: number, height: number): RgbImage => ({
  width,
  height,
  rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => i % 251)
});

function stubCanvas(canvas: unknown = PlainCanvas): void {
  vi.stubGlobal('OffscreenCanvas', canvas);
  vi.stubGlobal('ImageData', PlainImageData);
}

const open = (...wanted: string[]) => new PictureMaker(wanted, referenceKernels);

afterEach(() => vi.unstubAllGlobals());

describe('small pictures', () => {
  it('are made of the wanted images, each once, opaque and in their colours', async () => {
    stubCanvas();
    const maker = open('a.png', 'never.png');
    maker.show('a.png', image(2, 1));
    maker.show('a.png', image(1, 1));
    maker.show('b.png', image(1, 1));
    expect(await maker.finish()).toEqual([
      { path: 'a.png', jpeg: Uint8Array.of(2, 1, 0, 1, 2, 255, 3, 4, 5, 255) }
    ]);
  });

  it('are as large as a row of a table needs', async () => {
    stubCanvas();
    const maker = open('a.png');
    maker.show('a.png', image(960, 480));
    const [picture] = await maker.finish();
    expect([...picture!.jpeg.subarray(0, 2)]).toEqual([pictureSidePx, pictureSidePx / 2]);
  });

  it('are left out where they cannot be encoded, or there is no canvas', async () => {
    stubCanvas(
      class extends PlainCanvas {
        override convertToBlob(): Promise<Blob> {
          return Promise.reject(new Error('no encoder'));
        }
      }
    );
    const failing = open('a.png');
    failing.show('a.png', image(1, 1));
    expect(await failing.finish()).toEqual([]);
    vi.unstubAllGlobals();
    const without = open('a.png');
    without.show('a.png', image(1, 1));
    expect(await without.finish()).toEqual([]);
  });

  it('are left out where there is no memory for them, and the score is not lost', async () => {
    stubCanvas();
    const resize = () => {
      throw new RangeError('Array buffer allocation failed');
    };
    const maker = new PictureMaker(['a.png', 'b.png'], { ...referenceKernels, resize });
    maker.show('a.png', image(960, 480));
    maker.show('b.png', image(1, 1));
    expect((await maker.finish()).map(({ path }) => path)).toEqual(['b.png']);
  });

  it('do not hide any other fault', () => {
    stubCanvas();
    const resize = () => {
      throw new TypeError('a mistake');
    };
    const maker = new PictureMaker(['a.png'], { ...referenceKernels, resize });
    expect(() => maker.show('a.png', image(960, 480))).toThrow('a mistake');
  });
});
