import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/lib/core/crc32';
import { cmykToRgb, dropAlpha } from '../../src/lib/images/pillowRgb';

describe('samples become RGB', () => {
  it('with alpha dropped, not composited', () => {
    expect([...dropAlpha(Uint8Array.of(10, 20, 30, 0, 40, 50, 60, 128))]).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('with alpha dropped of any number of pixels, wherever they lie', () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 60 });
    fc.assert(
      fc.property(bytes, fc.nat(3), (data, offset) => {
        const whole = data.subarray(0, data.length & ~3);
        const rgba = new Uint8Array(whole.length + offset);
        rgba.set(whole, offset);
        const expected = [...whole].filter((_, i) => i % 4 !== 3);
        expect([...dropAlpha(rgba.subarray(offset))]).toEqual(expected);
      })
    );
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
