import { describe, expect, it } from 'vitest';
import { captionImage } from '../../src/lib/judge/captionImage';
import { encodePng } from '../../src/lib/judge/encodePng';
import { layCaption } from '../../src/lib/judge/layCaption';
import { limitSize } from '../../src/lib/judge/limitSize';
import { prepareImage } from '../../src/lib/judge/prepareImage';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { makeRandom } from './judgeTools';
import { makeDecoder } from '../images/codecFiles';

/** An image whose every byte follows from its place. */
function makePicture(width: number, height: number, grey = false) {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const place = grey ? Math.floor(i / 3) : i;
    return (place * 37 + Math.floor(place / 11)) % 256;
  });
  return { width, height, rgb };
}

describe('a PNG for the judge', () => {
  it.each([
    ['colour', makePicture(33, 17)],
    ['grey', makePicture(33, 17, true)],
    ['one pixel', makePicture(1, 1)]
  ])('decodes to the same pixels (%s)', async (_, image) => {
    const decoder = await makeDecoder([]);
    const decoded = await decoder.decode(await encodePng(image), 'x.png');
    expect([decoded.width, decoded.height]).toEqual([image.width, image.height]);
    expect(Buffer.compare(Buffer.from(decoded.rgb), Buffer.from(image.rgb))).toBe(0);
  });

  it('of a grey picture has one channel', async () => {
    expect((await encodePng(makePicture(8, 8, true)))[25]).toBe(0);
    expect((await encodePng(makePicture(8, 8)))[25]).toBe(2);
  });
});

describe('the caption strip', () => {
  it('is below the picture and leaves its pixels as they are', () => {
    const image = makePicture(300, 20);
    const captioned = captionImage(image, 'Ground Truth');
    expect(captioned.width).toBe(300);
    expect(captioned.height).toBeGreaterThan(20);
    expect(captioned.rgb.subarray(0, image.rgb.length)).toEqual(image.rgb);
    const strip = captioned.rgb.subarray(image.rgb.length);
    expect(new Set(strip)).toEqual(new Set([0, 255]));
  });

  it('spells the words: I is a stem between two bars', () => {
    const { rgb, width } = captionImage({ width: 9, height: 1, rgb: new Uint8Array(27) }, 'I');
    const rows = Array.from({ length: 15 }, (_, y) =>
      Array.from({ length: width }, (_, x) => (rgb[3 * ((y + 1) * width + x)] === 0 ? '#' : '.')).join('')
    );
    expect(rows.slice(3, 10)).toEqual([
      '...###...',
      '....#....',
      '....#....',
      '....#....',
      '....#....',
      '....#....',
      '...###...'
    ]);
    expect(rows.slice(0, 3).concat(rows.slice(10)).join('')).not.toContain('#');
  });

  it('sets letter by letter, in the middle, as large as the picture asks for', () => {
    const drawStrip = (width: number): string[] => {
      const { rgb, ...size } = captionImage({ width, height: 2, rgb: new Uint8Array(6 * width) }, 'To');
      return Array.from({ length: size.height - 2 }, (_, y) =>
        Array.from({ length: size.width }, (_, x) =>
          rgb[3 * ((y + 2) * size.width + x)] === 0 ? '#' : '.'
        ).join('')
      );
    };
    // 11 pixels of words in 17, after three rows of white: T and o are five wide, one apart.
    const small = drawStrip(17);
    expect(small).toHaveLength(15);
    expect(small.slice(3, 12)).toEqual([
      '...#####.........',
      '.....#...........',
      '.....#....###....',
      '.....#...#...#...',
      '.....#...#...#...',
      '.....#...#...#...',
      '.....#....###....',
      '.................',
      '.................'
    ]);
    // Twice as large at 512 pixels: every row twice, every pixel twice.
    const words = small.slice(3, 12).map((row) => row.slice(3, 14));
    const large = drawStrip(512);
    expect(large).toHaveLength(30);
    expect(large.slice(6, 24).map((row) => row.slice(245, 267))).toEqual(
      words.flatMap((row) => {
        const wide = [...row].map((pixel) => pixel + pixel).join('');
        return [wide, wide];
      })
    );
    const blank = [
      ...large.slice(0, 6),
      ...large.slice(24),
      ...large.map((row) => row.slice(0, 245) + row.slice(267))
    ];
    expect(blank.join('')).not.toContain('#');
  });

  it('grows with every whole 256 pixels of width, to the nearest', () => {
    const stripOf = (width: number): number => layCaption({ width, height: 0 }, 'Input').size.height / 15;
    expect([1, 383, 384, 639, 640, 1024].map(stripOf)).toEqual([1, 1, 2, 2, 3, 4]);
  });

  it('widens a picture that is narrower than the words, with white on both sides', () => {
    const image = { width: 4, height: 2, rgb: new Uint8Array(24) };
    const { width, rgb } = captionImage(image, 'Generated Answer');
    expect(width).toBe(6 * 16 - 1 + 4);
    const row = Array.from({ length: width }, (_, x) => rgb[3 * x]);
    expect(row.filter((byte) => byte === 0)).toHaveLength(4);
    expect(row[0]).toBe(255);
    expect(row[width - 1]).toBe(255);
  });

  it.each(['Ground Truth', 'Generated Answer', 'Input', 'Output', 'Input 12 of 34567890'])(
    'has all letters of “%s”',
    (caption) => {
      expect(() => captionImage(makePicture(8, 8), caption)).not.toThrow();
    }
  );

  it('has no letters but those of the captions', () => {
    expect(() => captionImage(makePicture(8, 8), 'Zebra')).toThrow(/no "Z"/);
  });
});

describe('a picture that is sent', () => {
  it('is downscaled to the limit and never enlarged', async () => {
    expect(limitSize({ width: 2000, height: 1000 }, 1024)).toEqual({ width: 1024, height: 512 });
    expect(limitSize({ width: 3, height: 4000 }, 1000)).toEqual({ width: 1, height: 1000 });
    expect(limitSize({ width: 64, height: 32 }, 1024)).toEqual({ width: 64, height: 32 });
    const image = makePicture(200, 100);
    const sent = await prepareImage(image, 'Input', 100, referenceKernels);
    const decoder = await makeDecoder([]);
    const bytes = new Uint8Array(Buffer.from(sent.base64, 'base64'));
    const decoded = await decoder.decode(bytes, 'x.png');
    expect([decoded.width, decoded.height]).toEqual([sent.width, sent.height]);
    const expected = referenceKernels.resize(image.rgb, 3, image, { width: 100, height: 50 }, 'lanczos');
    expect(decoded.rgb.subarray(0, expected.length)).toEqual(expected);
  });

  it('keeps its pixels where it is small enough, and is told with its strip', async () => {
    const untouched = { resize: () => expect.unreachable() };
    const image = makePicture(300, 2);
    const { base64, ...facts } = await prepareImage(image, 'Input', 300, untouched);
    expect(facts).toEqual({ caption: 'Input', width: 300, height: 17 });
    expect(base64).toBe(Buffer.from(await encodePng(captionImage(image, 'Input'))).toString('base64'));
  });

  it.each([
    [600, 1],
    [1, 600]
  ])('of %i × %i is downscaled though one side stays', async (width, height) => {
    const image = makePicture(width, height);
    const size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
    const rgb = referenceKernels.resize(image.rgb, 3, image, size, 'lanczos');
    const { base64 } = await prepareImage(image, 'I', 300, referenceKernels);
    expect(base64).toBe(Buffer.from(await encodePng(captionImage({ ...size, rgb }, 'I'))).toString('base64'));
  });

  it('of many bytes is encoded whole', async () => {
    const noise = makePicture(260, 260);
    const random = makeRandom();
    const rgb = noise.rgb.map(() => 256 * random());
    const { base64 } = await prepareImage({ ...noise, rgb }, 'Input', 1024, referenceKernels);
    const png = Buffer.from(await encodePng(captionImage({ ...noise, rgb }, 'Input')));
    expect(png.length).toBeGreaterThan(40_000);
    expect(base64).toBe(png.toString('base64'));
  });
});
