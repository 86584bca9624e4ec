import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { DecodedImage } from '../../src/lib/images/ImageDecoder';
import { makeDecoder } from './codecFiles';
import { readImage } from './goldenImages';
import { composeChunks, idat, iend, ihdr, makeRows, pixelsOf, type Chunk } from './makePng';

const decoder = await makeDecoder([]);
const [width, height] = [40, 30];
const rows = makeRows(height, width * 3);
const pixels = pixelsOf(rows, width * 3);
const header = ihdr(width, height);
const text: Chunk = ['tEXt', new TextEncoder().encode('a\0b')];

const withWrongCrc = ([name, data]: Chunk): Chunk => [name, data, 1];

function decode(...chunks: Chunk[]): Promise<DecodedImage> {
  return decoder.decode(composeChunks(chunks), 'a.png');
}

// Every verdict here was taken from Pillow 12.3.0 on the same file.
describe('a wrong checksum', () => {
  it('of the picture data is listed, and the pixels are scored', async () => {
    const image = await decode(header, withWrongCrc(idat(rows)), iend);
    expect(image.rgb).toEqual(pixels);
    expect(image.damage).toBe('the checksum of its PNG chunk IDAT is wrong');
  });

  it('of one picture chunk of several is listed', async () => {
    const stream = deflateSync(rows);
    const parts: Chunk[] = [
      ['IDAT', stream.subarray(0, 100), 1],
      ['IDAT', stream.subarray(100)]
    ];
    const image = await decode(header, ...parts, iend);
    expect([image.rgb, image.damage !== null]).toEqual([pixels, true]);
  });

  it('behind the picture is listed', async () => {
    expect((await decode(header, idat(rows), withWrongCrc(text), iend)).damage).toMatch(
      'chunk tEXt is wrong'
    );
    expect((await decode(header, idat(rows), withWrongCrc(iend))).damage).toMatch('chunk IEND is wrong');
  });

  it.each<[string, Chunk]>([
    ['IHDR', header],
    ['tEXt', text],
    ['gAMA', ['gAMA', Uint8Array.of(0, 0, 1, 1)]]
  ])('of %s before the picture is refused, as Pillow does', async (name, chunk) => {
    const chunks = name === 'IHDR' ? [withWrongCrc(chunk)] : [header, withWrongCrc(chunk)];
    await expect(decode(...chunks, idat(rows), iend)).rejects.toThrow(
      `a.png: the checksum of the PNG chunk ${name} is wrong`
    );
  });

  it('of the pixels themselves (zlib) is refused, as Pillow does', async () => {
    const stream = Uint8Array.from(deflateSync(rows));
    stream[stream.length - 1]! ^= 1;
    await expect(decode(header, ['IDAT', stream, 1], iend)).rejects.toThrow(
      'the PNG picture data is corrupt'
    );
  });
});

describe('a PNG that ends early', () => {
  const whole = composeChunks([header, idat(rows)]);
  const crcBytes = 4;

  it.each([0, 2, 4, 7, 8])(
    '%i bytes short of the end of its data is scored: all pixels are there',
    async (missing) => {
      const image = await decoder.decode(whole.slice(0, whole.length - missing), 'a.png');
      expect(image.rgb).toEqual(pixels);
    }
  );

  it('within its pixels is refused', async () => {
    const cut = whole.slice(0, whole.length - crcBytes - 60);
    await expect(decoder.decode(cut, 'a.png')).rejects.toThrow('a.png: the PNG picture data is truncated');
  });

  it('within a chunk behind the picture is refused, as Pillow does', async () => {
    const png = composeChunks([header, idat(rows), ['tEXt', new Uint8Array(40).fill(97)]]);
    await expect(decoder.decode(png.slice(0, -20), 'a.png')).rejects.toThrow('ends inside its tEXt chunk');
  });

  it('within a chunk of pixels that the picture does not need is refused, as Pillow does', async () => {
    const stream = deflateSync(rows);
    const spare: Chunk = ['IDAT', new Uint8Array(40)];
    const png = composeChunks([header, ['IDAT', stream], spare]);
    await expect(decoder.decode(png.slice(0, -20), 'a.png')).rejects.toThrow('ends inside its IDAT chunk');
    const needed = composeChunks([header, ['IDAT', stream.subarray(0, 99)], ['IDAT', stream.subarray(99)]]);
    expect((await decoder.decode(needed.slice(0, -6), 'a.png')).rgb).toEqual(pixels);
  });

  it('behind any row, but with its own end and checksum, is black from there on, as in Pillow', async () => {
    const rowBytes = 1 + width * 3;
    const { rgb } = await decode(header, idat(rows.subarray(0, 20 * rowBytes)), iend);
    expect(rgb.subarray(0, 20 * width * 3)).toEqual(pixels.subarray(0, 20 * width * 3));
    expect(rgb.subarray(20 * width * 3).every((byte) => byte === 0)).toBe(true);
    await expect(decode(header, idat(rows.subarray(0, 20 * rowBytes + 5)), iend)).rejects.toThrow(
      'cannot be decoded'
    );
  });

  it('goes on behind its last row, which nobody minds', async () => {
    expect((await decode(header, idat(Uint8Array.of(...rows, 1, 2, 3)), iend)).rgb).toEqual(pixels);
  });

  it('without any picture is refused', async () => {
    await expect(decode(header, iend)).rejects.toThrow('a.png: the PNG file has no picture data');
  });

  it('with a picture interrupted by another chunk is refused, as Pillow does', async () => {
    const stream = deflateSync(rows);
    const parts: Chunk[] = [['IDAT', stream.subarray(0, 100)], text, ['IDAT', stream.subarray(100)]];
    await expect(decode(header, ...parts, iend)).rejects.toThrow('the PNG picture data cannot be decoded');
  });
});

describe('a chunk that Pillow cannot read is refused', () => {
  const picture = idat(rows);

  it.each([
    ['gAMA', 3],
    ['sRGB', 0],
    ['pHYs', 8],
    ['cHRM', 31],
    ['acTL', 7],
    ['IHDR', 0],
    ['fdAT', 20]
  ])('(%s of %d bytes behind the picture)', async (name, length) => {
    const short: Chunk = [name, new Uint8Array(length)];
    await expect(decode(header, picture, short, iend)).rejects.toThrow(
      /the PNG (chunk \w{4} has a length that it cannot have|file has pixels of an animation)/
    );
  });

  it.each([
    ['pHYs', 8],
    ['cHRM', 31]
  ])('(%s of %d bytes before the picture)', async (name, length) => {
    const short: Chunk = [name, new Uint8Array(length)];
    await expect(decode(header, short, picture, iend)).rejects.toThrow(`the PNG chunk ${name} has a length`);
  });

  it('and one that it can read is not', async () => {
    const long: Chunk[] = [
      ['gAMA', new Uint8Array(4)],
      ['cHRM', new Uint8Array(8)],
      ['pHYs', new Uint8Array(12)]
    ];
    await expect(decode(header, ...long, picture, ...long, iend)).resolves.toMatchObject({ damage: null });
  });
});

describe('colours', () => {
  const indices = makeRows(16, 16);

  it('behind a short palette are black, as in Pillow from 10.0 on', async () => {
    const palette: Chunk = ['PLTE', Uint8Array.of(200, 100, 50, 1, 2, 3)];
    const { rgb } = await decode(ihdr(16, 16, 8, 3), palette, idat(indices), iend);
    const expected = Array.from(pixelsOf(indices, 16), (index) =>
      index === 0 ? [200, 100, 50] : index === 1 ? [1, 2, 3] : [0, 0, 0]
    );
    expect([...rgb]).toEqual(expected.flat());
  });

  it('of a palette too long for any index are refused, as Pillow does', async () => {
    const palette: Chunk = ['PLTE', new Uint8Array(771)];
    await expect(decode(ihdr(16, 16, 8, 3), palette, idat(indices), iend)).rejects.toThrow(
      'palette is too long'
    );
  });

  it('are not changed by transparency, gamma, chromaticities or a profile that is none', async () => {
    const others: Chunk[] = [
      ['gAMA', Uint8Array.of(0, 0, 0, 1)],
      ['cHRM', new Uint8Array(32).fill(9)],
      ['iCCP', Uint8Array.of(65, 0, 0, 1, 2, 3)],
      ['tRNS', Uint8Array.of(0, pixels[0]!, 0, pixels[1]!, 0, pixels[2]!)]
    ];
    const image = await decode(header, ...others, idat(rows), iend);
    expect([image.rgb, image.damage]).toEqual([pixels, null]);
  });

  it('of 16-bit grey are clipped at 255, as in Pillow, not scaled', async () => {
    const samples = Uint8Array.of(0, 0, 0, 0, 254, 0, 255, 1, 0, 255, 255);
    const { rgb } = await decode(ihdr(5, 1, 16, 0), idat(samples), iend);
    expect([...rgb]).toEqual([0, 0, 0, 254, 254, 254, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
  });
});

describe('a header that cannot be', () => {
  it.each([
    [3, 2],
    [16, 3],
    [8, 5]
  ])('(bit depth %i, colour type %i) is refused', async (depth, colourType) => {
    await expect(decode(ihdr(4, 4, depth, colourType), idat(rows), iend)).rejects.toThrow(
      `bit depth ${depth} with colour type ${colourType}`
    );
  });

  it('(another chunk first) is refused', async () => {
    const png = await readImage('decode/png_rgb.png');
    png[12] = 0x4a;
    await expect(decoder.decode(png, 'a.png')).rejects.toThrow('does not begin with an IHDR chunk');
  });
});
