import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, type Problem } from '../../src/lib/core/problem';
import { MAX_PIXELS, readHeader } from '../../src/lib/images/readHeader';
import { images, kinds, readImage, variants, type GoldenImage } from './goldenImages';
import { composeChunks, ihdr } from './makePng';

const all = [
  ...Object.entries(images).map(([name, image]) => [`decode/${name}`, image] as const),
  ...Object.entries(variants).map(([name, image]) => [`decode-variants/${name}`, image] as const),
  ...Object.entries(kinds).map(([name, image]) => [`decode-kinds/${name}`, image] as const)
];

function problemOf(bytes: Uint8Array, path = 'image'): Problem {
  try {
    readHeader(bytes, path);
  } catch (error) {
    if (error instanceof DataError) return error.problem;
    throw error;
  }
  throw new Error('no DataError was thrown');
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a header', () => {
  it.each(all)('of %s gives the size Pillow gives, from the first 64 kB', async (path, { size }) => {
    const isTiff = path.endsWith('.tif');
    const bytes = await readImage(path);
    const { width, height } = readHeader(isTiff ? bytes : bytes.subarray(0, 65_536), path);
    expect([width, height]).toEqual(size);
  });

  it.each([
    ['decode/png_rgb.png', 'png', null, 'rgb'],
    ['decode/jpg_prog.jpg', 'jpeg', 'jpeg', 'rgb'],
    ['decode/jpg_cmyk.jpg', 'jpeg', 'magick', 'cmyk'],
    ['decode-kinds/jpg_s1x2.jpg', 'jpeg', 'jpeg', 'rgb'],
    ['decode-kinds/jpg_arithmetic.jpg', 'jpeg', 'magick', 'rgb'],
    ['decode-kinds/jpg_scans3.jpg', 'jpeg', 'magick', 'rgb'],
    ['decode-kinds/jp2_tiles.j2k', 'jpeg2000', 'magick', 'rgb'],
    ['decode-kinds/jp2_rgba.jp2', 'jpeg2000', 'magick', 'rgb'],
    ['decode/webp_rgba.webp', 'webp', 'webp', 'rgb'],
    ['decode-variants/webp_animated.webp', 'webp', 'magick', 'rgb'],
    ['decode/bmp.bmp', 'bmp', null, 'rgb'],
    ['decode/gif.gif', 'gif', null, 'rgb'],
    ['decode/tiff.tif', 'tiff', null, 'rgb'],
    ['decode-variants/tif_group4.tif', 'tiff', 'magick', 'rgb']
  ])('of %s names the decoder', async (path, kind, codec, layout) => {
    expect(readHeader(await readImage(path), path)).toMatchObject({ kind, codec, layout });
  });

  it('is read whatever the file is called', async () => {
    expect(readHeader(await readImage('decode/png_rgb.png'), 'photo.jpg').kind).toBe('png');
  });

  it('of a JPEG may lie behind more metadata than was read; then the whole file has it', async () => {
    const jpeg = await readImage('decode/jpg_gray.jpg');
    const comment = Uint8Array.of(0xff, 0xfe, 0xff, 0xff, ...new Uint8Array(65_533));
    const long = Uint8Array.of(...jpeg.subarray(0, 2), ...comment, ...jpeg.subarray(2));
    expect(problemOf(long.subarray(0, 65_536)).code).toBe('image-truncated');
    expect(readHeader(long, 'long.jpg')).toMatchObject({ width: 201, height: 149 });
  });
});

describe('what is no image is named', () => {
  const box = (type: string): Uint8Array => Uint8Array.of(0, 0, 0, 24, ...bytesOf(`ftyp${type}`), 0, 0, 0, 0);

  it.each<[string, Uint8Array]>([
    ['an SVG drawing', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['an SVG drawing', bytesOf('<?xml version="1.0"?>\n<!-- drawn -->\n<svg/>')],
    ['an XML document', bytesOf('<?xml version="1.0"?><note/>')],
    ['an HTML page', bytesOf('\n<!DOCTYPE html><title>404</title>')],
    ['a HEIC image', box('heic')],
    ['an AVIF image', box('avif')],
    ['a PDF document', bytesOf('%PDF-1.7')],
    ['a Git LFS pointer', bytesOf('version https://git-lfs.github.com/spec/v1')],
    ['a Netpbm image', bytesOf('P6\n2 2\n255\n')],
    ['JSON text', bytesOf('{"error": "rate limit"}')],
    ['a DICOM file', Uint8Array.of(...new Uint8Array(128), ...bytesOf('DICM'))],
    ['bytes 00 11 22 33', Uint8Array.of(0, 0x11, 0x22, 0x33, 0x44)]
  ])('%s', (got, bytes) => {
    const problem = problemOf(bytes, 'a.png');
    expect(problem).toMatchObject({ code: 'image-unknown-format', got, where: { file: 'a.png' } });
  });

  it.each<[string, Uint8Array, string]>([
    ['a.heic', box('heic'), 'the picture as PNG or JPEG'],
    ['a.avif', box('avif'), 'no decoder here gives Pillow’s pixels of an AVIF'],
    ['a.dcm', Uint8Array.of(...new Uint8Array(128), ...bytesOf('DICM')), 'the slice as PNG'],
    ['a.nii', Uint8Array.of(...new Uint8Array(344), ...bytesOf('n+1')), 'one slice as PNG'],
    ['a.nii.gz', Uint8Array.of(0x1f, 0x8b, 8, 0), 'one slice as PNG']
  ])('and says what to give instead of %s', (path, bytes, wanted) => {
    expect(problemOf(bytes, path).expected).toMatch(wanted);
  });

  it('an empty file', () => {
    expect(problemOf(new Uint8Array(0)).code).toBe('image-empty');
  });
});

describe('a size', () => {
  it.each([
    [13_378, 13_378, 'image-too-large'],
    [40_000, 40_000, 'image-too-large'],
    [0x7fffffff, 0x7fffffff, 'image-too-large'],
    [0, 5, 'image-damaged']
  ])('of %i by %i is refused', (width, height, code) => {
    expect(problemOf(composeChunks([ihdr(width, height)])).code).toBe(code);
  });

  it("just below Pillow's limit, where it only warns, is allowed", () => {
    expect(13_377 * 13_377).toBeLessThan(MAX_PIXELS);
    expect(readHeader(composeChunks([ihdr(13_377, 13_377)]), 'a.png')).toMatchObject({
      width: 13_377,
      height: 13_377
    });
  });
});

describe('any cut of any image', () => {
  it('gives the size of the whole or a DataError', async () => {
    const files = await Promise.all(all.map(async ([path]) => ({ path, bytes: await readImage(path) })));
    const cut = fc.record({ file: fc.constantFrom(...files), length: fc.nat(3000) });
    fc.assert(
      fc.property(cut, ({ file, length }) => {
        try {
          const { width, height } = readHeader(file.bytes.subarray(0, length), file.path);
          expect({ width, height }).toEqual(sizeOf(file.path));
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2000 }
    );
  });

  function sizeOf(path: string): { width: number; height: number } {
    const [width, height] = new Map<string, GoldenImage>(all).get(path)!.size;
    return { width, height };
  }
});
