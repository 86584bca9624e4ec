import { crc32 as zlibCrc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/lib/core/crc32';
import { countInflatedBytes } from '../../src/lib/images/inflatedBytes';
import { clipRgba16, cmykToRgb, dropAlpha } from '../../src/lib/images/pillowRgb';
import { countFilteredBytes } from '../../src/lib/images/pngRows';
import { readPngChunks } from '../../src/lib/images/readPngChunks';
import { viewOf } from '../../src/lib/images/imageHeader';
import { images, readImage, variants } from './goldenImages';

const pngs = [
  ...Object.keys(images).map((name) => `decode/${name}`),
  ...Object.keys(variants).map((name) => `decode-variants/${name}`)
].filter((path) => path.endsWith('.png'));

describe('samples become RGB', () => {
  it('with alpha dropped, not composited', () => {
    expect([...dropAlpha(Uint8Array.of(10, 20, 30, 0, 40, 50, 60, 128))]).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('with 16-bit values clipped', () => {
    expect([...clipRgba16(Uint16Array.of(0, 255, 256, 65535, 1, 2, 3, 4))]).toEqual([0, 255, 255, 1, 2, 3]);
  });

  it.each([
    [
      [0, 0, 0, 0],
      [255, 255, 255]
    ],
    [
      [0, 0, 0, 255],
      [0, 0, 0]
    ],
    [
      [255, 255, 255, 255],
      [0, 0, 0]
    ],
    [
      [255, 0, 0, 0],
      [0, 255, 255]
    ],
    // By hand: 255 − 55 = 200 of light; 100 · 200 / 255 = 78.4, so 200 − 78; 1 · 200 / 255 rounds to 1.
    [
      [100, 0, 1, 55],
      [122, 200, 199]
    ]
  ])('with CMYK %j as %j', (cmyk, rgb) => {
    expect([...cmykToRgb(Uint8Array.from(cmyk))]).toEqual(rgb);
  });
});

describe('the checksum', () => {
  it("is zlib's, at any length", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => crc32(bytes) === zlibCrc32(bytes)));
  });

  it('of "123456789" is CBF43926', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});

describe('the rows of a PNG', () => {
  it.each(pngs)('of %s have as many bytes as zlib inflates', async (path) => {
    const { ihdr, idat } = readPngChunks(await readImage(path), path);
    const neededBytes = countFilteredBytes(viewOf(ihdr));
    expect(inflateSync(Buffer.concat(idat))).toHaveLength(neededBytes);
    expect(await countInflatedBytes(idat)).toEqual({ sizeBytes: neededBytes, isWhole: true });
  });
});
