import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Size } from '../../../src/lib/core/image';
import type { ChangedRegion } from '../../../src/lib/metrics/region/computeRegion';
import { computeOutline, outlineTones } from '../../../src/lib/metrics/region/outline';

function regionOf(rows: readonly string[]): ChangedRegion {
  const mask = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0));
  const insidePixels = mask.filter((value) => value === 1).length;
  return { width: rows[0]!.length, height: rows.length, mask, insidePixels };
}

/** "i" for the inner tone, "o" for the outer one. */
function draw(region: ChangedRegion, shown: Size = region): string[] {
  const tones = Array.from(computeOutline(region, shown), (tone) => '.io'[tone]).join('');
  return tones.match(new RegExp(`.{${shown.width}}`, 'g')) ?? [];
}

const regions = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) => {
    const pixels = { minLength: width * height, maxLength: width * height };
    return fc.array(fc.constantFrom('.', '#'), pixels).map((signs) => {
      const rows = Array.from({ length: height }, (_, y) => signs.slice(y * width, (y + 1) * width).join(''));
      return regionOf(rows);
    });
  });

describe('the outline of a region', () => {
  test('is the outermost pixels of the region, with a line of the other tone round them', () => {
    const region = regionOf(['.......', '.......', '..####.', '..####.', '..####.', '.......']);
    expect(draw(region)).toEqual(['.......', '..oooo.', '.oiiiio', '.oi..io', '.oiiiio', '..oooo.']);
  });

  test('is closed at the edge of the image', () => {
    expect(draw(regionOf(['###.', '###.', '###.']))).toEqual(['iiio', 'i.io', 'iiio']);
  });

  test('runs round a hole as well', () => {
    const region = regionOf(['#####', '#####', '##.##', '#####', '#####']);
    expect(draw(region)).toEqual(['iiiii', 'i.i.i', 'iioii', 'i.i.i', 'iiiii']);
  });

  test('is drawn anew at a smaller size: a single pixel of the region is still there', () => {
    const region = regionOf(['.........', '.........', '.........', '.........', '.......#.', '.........']);
    expect(draw(region, { width: 3, height: 2 })).toEqual(['..o', '.oi']);
  });

  test('is not drawn larger than the region', () => {
    expect(() => computeOutline(regionOf(['.#']), { width: 3, height: 1 })).toThrow(RangeError);
  });

  test('keeps its inner tone inside, its outer tone outside, and never has one without the other but at the edge', () => {
    fc.assert(
      fc.property(regions, (region) => {
        const tones = computeOutline(region, region);
        tones.forEach((tone, at) => {
          if (tone !== outlineTones.none) expect(tone === outlineTones.inner).toBe(region.mask[at] === 1);
        });
        const isMixed = region.mask.includes(0) && region.mask.includes(1);
        expect(tones.includes(outlineTones.outer)).toBe(isMixed);
        expect(tones.includes(outlineTones.inner)).toBe(region.mask.includes(1));
      })
    );
  });
});
