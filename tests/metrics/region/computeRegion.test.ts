import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RgbImage, Size } from '../../../src/lib/core/image';
import { computeRegion, type ChangedRegion } from '../../../src/lib/metrics/region/computeRegion';
import { kernelSets } from '../../kernels/kernelSets';
import { readGolden } from '../../kernels/readGolden';
import { grey } from '../testImages';
import { addBoxes, addNoise, drawEdit, source, type Box } from './drawn';

interface GoldenRegion extends Size {
  readonly name: string;
  readonly noise: number;
  readonly boxes: Box[];
  readonly inside_pixels: number | null;
  readonly sha256?: string;
}

const { cases } = await readGolden<{ cases: GoldenRegion[] }>('region.json');
const { kernels } = kernelSets[0];
const size = { width: 40, height: 30 };

function regionOf(input: RgbImage, reference: RgbImage): ChangedRegion {
  const region = computeRegion(input, reference, kernels);
  if (region.mask === null) throw new Error(region.reason);
  return region;
}

/** The mask in rows of "#" and "." */
const draw = ({ mask, width }: ChangedRegion): string[] =>
  Array.from({ length: mask.length / width }, (_, y) =>
    Array.from(mask.subarray(y * width, (y + 1) * width), (value) => (value === 1 ? '#' : '.')).join('')
  );

describe.each(kernelSets)('the region of change with the $name kernels', (set) => {
  test.each(cases)("is the independent implementation's: $name", ({ boxes, noise, ...golden }) => {
    const { input, reference } = drawEdit(golden, boxes, noise);
    const region = computeRegion(input, reference, set.kernels);
    if (golden.inside_pixels === null || region.mask === null) {
      expect([region.mask, golden.inside_pixels]).toEqual([null, null]);
      return;
    }
    expect(region.insidePixels).toBe(golden.inside_pixels);
    expect(createHash('sha256').update(region.mask).digest('hex')).toBe(golden.sha256);
  });
});

describe('worked by hand', () => {
  test('a changed square, and 3 px all round it', () => {
    const reference = addBoxes(grey({ width: 14, height: 13 }, 90), [[5, 4, 4, 4, 16]]);
    expect(draw(regionOf(grey({ width: 14, height: 13 }, 90), reference))).toEqual([
      '..............',
      '..##########..',
      '..##########..',
      '..##########..',
      '..##########..',
      '..##########..',
      '..##########..',
      '..##########..',
      '..##########..',
      '..##########..',
      '..##########..',
      '..............',
      '..............'
    ]);
  });

  test('the margin ends at the edge of the image and does not come in again on the other side', () => {
    const reference = addBoxes(grey({ width: 12, height: 8 }, 90), [[8, 0, 4, 4, 50]]);
    expect(draw(regionOf(grey({ width: 12, height: 8 }, 90), reference))).toEqual([
      ...Array.from({ length: 7 }, () => '.....#######'),
      '............'
    ]);
  });

  test.each<[string, Box, boolean]>([
    ['16 levels are a change', [10, 10, 4, 4, 16], true],
    ['15 levels are not', [10, 10, 20, 10, 15], false],
    ['16 pixels are a change', [10, 10, 16, 1, 40], true],
    ['15 pixels are not', [10, 10, 15, 1, 99], false],
    ['darker counts as brighter does', [10, 10, 4, 4, -16], true],
    ['one colour counts half: 32 levels are a change', [10, 10, 4, 4, [0, 0, 32]], true],
    ['one colour counts half: 31 levels are not', [10, 10, 4, 4, [0, 0, 31]], false]
  ])('%s', (_, box, isChange) => {
    const region = computeRegion(grey(size, 90), addBoxes(grey(size, 90), [box]), kernels);
    expect(region.mask !== null).toBe(isChange);
  });

  test('a faint rim of 8 levels belongs to the clear change that it touches, one of 7 does not', () => {
    const core: Box = [14, 14, 4, 4, 10];
    const regionWithRim = (levels: number): ChangedRegion =>
      regionOf(grey(size, 90), addBoxes(grey(size, 90), [[12, 12, 8, 8, levels], core]));
    expect(regionWithRim(8).insidePixels).toBe(14 ** 2);
    expect(regionWithRim(7).insidePixels).toBe(10 ** 2);
  });

  test('pixels that touch at a corner are connected', () => {
    const dots = Array.from({ length: 16 }, (_, i): Box => [8 + i, 5 + i, 1, 1, 40]);
    expect(computeRegion(grey(size, 90), addBoxes(grey(size, 90), dots), kernels).mask).not.toBeNull();
    expect(computeRegion(grey(size, 90), addBoxes(grey(size, 90), dots.slice(1)), kernels).mask).toBeNull();
  });
});

describe('no region, and the reason', () => {
  test.each<[RgbImage, RgbImage, string]>([
    [
      source(size),
      source({ width: 30, height: 40 }),
      'input and reference differ in size, so no region of change is known; got 40×30, expected 30×40'
    ],
    [source(size), source(size), 'input and reference do not differ by more than noise'],
    [source(size), addNoise(source(size), 7), 'input and reference do not differ by more than noise'],
    [
      grey(size, 20),
      grey(size, 90),
      'the whole image is to change (over 95 % of it), so it has no inside and outside'
    ]
  ])('%#', (input, reference, reason) => {
    expect(computeRegion(input, reference, kernels)).toEqual({ mask: null, reason });
  });

  test('95 % of the image is a region, one row more is the whole image', () => {
    const square = { width: 20, height: 40 };
    const changedRows = (rows: number): RgbImage => addBoxes(grey(square, 90), [[0, 0, 20, rows, 50]]);
    expect(regionOf(grey(square, 90), changedRows(35)).insidePixels).toBe(0.95 * 20 * 40);
    expect(computeRegion(grey(square, 90), changedRows(36), kernels).mask).toBeNull();
  });
});

test('is the same whichever of the two images is the input, and leaves both as they are', () => {
  const shape = fc.record({
    width: fc.integer({ min: 1, max: 24 }),
    height: fc.integer({ min: 1, max: 16 })
  });
  const images = shape.chain((drawn) => {
    const rgb = fc.uint8Array({
      minLength: 3 * drawn.width * drawn.height,
      maxLength: 3 * drawn.width * drawn.height
    });
    return fc.tuple(rgb, rgb).map(
      ([a, b]) =>
        [
          { ...drawn, rgb: a },
          { ...drawn, rgb: b }
        ] as const
    );
  });
  fc.assert(
    fc.property(images, ([a, b]) => {
      const copy = a.rgb.slice();
      const region = computeRegion(a, b, kernels);
      expect(region).toEqual(computeRegion(b, a, kernels));
      expect(a.rgb).toEqual(copy);
      if (region.mask === null) return;
      expect(region.insidePixels).toBe(region.mask.filter((value) => value === 1).length);
      expect(region.mask.every((value) => value <= 1)).toBe(true);
    })
  );
});
