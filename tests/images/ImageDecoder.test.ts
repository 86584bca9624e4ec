import { ImageMagick, MagickImage } from '@imagemagick/magick-wasm';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { codecModule, makeDecoder, sha256 } from './codecFiles';
import { images, kinds, readImage, variants } from './goldenImages';
import { composeChunks, idat, iend, ihdr, makeRows } from './makePng';

const decoder = await makeDecoder();

async function problemOf(decoding: Promise<unknown>): Promise<string> {
  const error = await decoding.then(
    () => null,
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).problem.code;
}

describe("the decoder gives Pillow's bytes", () => {
  it.each(Object.entries(images))('for %s', async (name, { size, rgb_sha256 }) => {
    const image = await decoder.decode(await readImage(`decode/${name}`), name);
    expect([image.width, image.height]).toEqual(size);
    expect(image.rgb).toHaveLength(3 * image.width * image.height);
    expect(sha256(image.rgb)).toBe(rgb_sha256);
    expect(image.damage).toBeNull();
  });

  it.each(Object.entries(variants))('for %s', async (name, { rgb_sha256 }) => {
    const image = await decoder.decode(await readImage(`decode-variants/${name}`), name);
    expect(sha256(image.rgb)).toBe(rgb_sha256);
  });

  it.each(Object.entries(kinds))('for %s', async (name, { rgb_sha256 }) => {
    const image = await decoder.decode(await readImage(`decode-kinds/${name}`), name);
    expect(sha256(image.rgb)).toBe(rgb_sha256);
  });

  it('for an image that is a view into a larger buffer', async () => {
    const bytes = await readImage('decode/png_rgb.png');
    const larger = new Uint8Array(bytes.length + 40).fill(7);
    larger.set(bytes, 13);
    const image = await decoder.decode(larger.subarray(13, 13 + bytes.length), 'png_rgb.png');
    expect(sha256(image.rgb)).toBe(images['png_rgb.png']!.rgb_sha256);
  });

  it('for several images at once', async () => {
    const names = ['jpg_cmyk.jpg', 'png_gray16.png', 'jpg_q75_s2.jpg', 'webp_rgba.webp', 'gif.gif'];
    const fresh = await makeDecoder();
    const decoded = await Promise.all(
      names.map(async (name) => fresh.decode(await readImage(`decode/${name}`), name))
    );
    expect(decoded.map(({ rgb }) => sha256(rgb))).toEqual(names.map((name) => images[name]!.rgb_sha256));
  });
});

describe('a decoder', () => {
  it('that was not provided is named', async () => {
    const jpegOnly = await makeDecoder(['jpeg']);
    expect([jpegOnly.has('jpeg'), jpegOnly.has('magick')]).toEqual([true, false]);
    await expect(
      (await makeDecoder([])).decode(await readImage('decode/jpg_gray.jpg'), 'a.jpg')
    ).rejects.toThrow('the decoder "jpeg" for a.jpg was not provided');
  });

  it('is none for a JPEG of rare sampling that the kernel leaves to libjpeg', async () => {
    const ofAnotherJfif = (await readImage('decode-kinds/jpg_s1x2.jpg')).with(11, 3);
    await expect((await makeDecoder(['jpeg'])).decode(ofAnotherJfif, 'a.jpg')).rejects.toThrow(
      'a.jpg: a JPEG of rare sampling with unusual markers or colours is not supported'
    );
  });

  it('is not asked for a 40,000 by 40,000 pixel PNG', async () => {
    const withoutCodecs = await makeDecoder([]);
    const png = composeChunks([ihdr(40_000, 40_000), idat(new Uint8Array(100)), iend]);
    await expect(withoutCodecs.decode(png, 'huge.png')).rejects.toThrow(
      'huge.png: the image is too large; got 40000×40000 pixels, expected at most 178,956,970 pixels'
    );
  });

  it('decodes images below 7 px, which are for the metric to judge', async () => {
    const rows = makeRows(2, 9);
    const image = await decoder.decode(composeChunks([ihdr(3, 2), idat(rows), iend]), 'small.png');
    expect([image.width, image.height]).toEqual([3, 2]);
  });
});

describe('after a decoder has broken', () => {
  afterEach(() => vi.restoreAllMocks());

  it('JPEGs are decoded by a new instance', async () => {
    const instances = vi.spyOn(WebAssembly, 'Instance');
    const fresh = await makeDecoder(['jpeg']);
    const name = 'jpg_q75_s2.jpg';
    const good = await readImage(`decode/${name}`);
    const withoutQuantisation = good.slice();
    for (let at = good.indexOf(0xdb); at > 0 && good[at - 1] === 0xff; at = good.indexOf(0xdb, at + 1)) {
      withoutQuantisation[at] = 0xfe;
    }
    await expect(fresh.decode(withoutQuantisation, 'a.jpg')).rejects.toThrow(
      'a.jpg: the JPEG cannot be decoded; got Quantization table 0x00 was not defined'
    );
    // The kernel leaves to libjpeg what is odd, here the version of JFIF.
    const odd = good.with(11, 3);
    expect(sha256((await fresh.decode(odd, name)).rgb)).toBe(images[name]!.rgb_sha256);
    expect(instances).toHaveBeenCalledTimes(2);
  });

  it('other images are decoded by a new instance', async () => {
    const name = 'webp_animated.webp';
    const good = await readImage(`decode-variants/${name}`);
    await decoder.decode(good, name);
    const broken: unknown = Reflect.get(ImageMagick, '_api');
    vi.spyOn(MagickImage, 'create').mockImplementationOnce(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    await expect(decoder.decode(good, name)).rejects.toThrow('the WEBP cannot be decoded; got unreachable');
    expect(sha256((await decoder.decode(good, name)).rgb)).toBe(variants[name]!.rgb_sha256);
    expect(Reflect.get(ImageMagick, '_api')).not.toBe(broken);
  });

  it('an image that the library itself refuses leaves its instance in place', async () => {
    const bytes = (await readImage('decode-variants/webp_animated.webp')).fill(0, 100);
    const before: unknown = Reflect.get(ImageMagick, '_api');
    expect(await problemOf(decoder.decode(bytes, 'a.webp'))).toBe('image-decode-failed');
    expect(Reflect.get(ImageMagick, '_api')).toBe(before);
  });

  it('a WebP after another that cannot be decoded is decoded as before', async () => {
    const name = 'webp_lossy.webp';
    const good = await readImage(`decode/${name}`);
    expect(await problemOf(decoder.decode(good.slice().fill(0, 23, 26), name))).toBe('image-decode-failed');
    expect(sha256((await decoder.decode(good, name)).rgb)).toBe(images[name]!.rgb_sha256);
  });

  it('a WebP is decoded by a new instance', async () => {
    const name = 'webp_lossless.webp';
    const good = await readImage(`decode/${name}`);
    const fresh = await makeDecoder(['webp']);
    const instances = vi.spyOn(WebAssembly, 'Instance');
    vi.spyOn(
      globalThis as unknown as Record<string, () => unknown>,
      '_icodec_ImageData'
    ).mockImplementationOnce(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    await expect(fresh.decode(good, name)).rejects.toThrow('the WEBP cannot be decoded; got unreachable');
    expect(sha256((await fresh.decode(good, name)).rgb)).toBe(images[name]!.rgb_sha256);
    expect(instances).toHaveBeenCalledTimes(2);
  });
});

describe('whatever the bytes are', () => {
  const bases = Object.keys(images);

  it('the answer is an image of the size its header says, or a DataError', async () => {
    const change = fc.record({
      base: fc.constantFrom(...bases),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 12 })
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ base, at, bytes }) => {
        const file = (await readImage(`decode/${base}`)).slice();
        const offset = Math.floor(at * (file.length - bytes.length));
        file.set(bytes, offset);
        await expectImageOrDataError(file);
      }),
      { numRuns: 300 }
    );
  });

  it('even without an image behind the signature', async () => {
    const starts = await Promise.all(
      bases.map(async (base) => (await readImage(`decode/${base}`)).subarray(0, 16))
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), async (start, rest) =>
        expectImageOrDataError(Uint8Array.from([...start, ...rest]))
      ),
      { numRuns: 300 }
    );
  });

  async function expectImageOrDataError(file: Uint8Array): Promise<void> {
    try {
      const { width, height, rgb } = await decoder.decode(file, 'changed');
      expect(rgb).toHaveLength(3 * width * height);
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      expect((error as DataError).message).toMatch(/^changed: /);
    }
  }
});

describe('decoders', () => {
  it('share code only: two do not disturb each other', async () => {
    const other = await makeDecoder(['jpeg']);
    await other.provide('jpeg', await codecModule('jpeg'));
    const bytes = await readImage('decode/jpg_gray.jpg');
    const [first, second] = await Promise.all([decoder.decode(bytes, 'a.jpg'), other.decode(bytes, 'a.jpg')]);
    expect(second.rgb).toEqual(first.rgb);
  });
});
