import { describe, expect, it } from 'vitest';
import {
  fullDifference,
  gains,
  makeAbsolutePalette,
  makeSignedPalette,
  makeSsimPalette,
  sampleColours,
  ssimIndex,
  type Palette
} from '../../../src/lib/ui/stage/colourScale';

const colourAt = (palette: Palette, index: number) => [...palette.slice(4 * index, 4 * index + 4)];
const brightness = (palette: Palette, index: number) =>
  colourAt(palette, index)
    .slice(0, 3)
    .reduce((sum, channel) => sum + channel, 0);

describe('the colours of a signed difference', () => {
  it.each(gains)('are black for none, and grow brighter both ways, at gain %i', (gain) => {
    const palette = makeSignedPalette(gain);
    expect(colourAt(palette, 255)).toEqual([0, 0, 0, 255]);
    for (let difference = 1; difference <= 255; difference++) {
      for (const sign of [1, -1]) {
        const at = 255 + sign * difference;
        expect(brightness(palette, at)).toBeGreaterThanOrEqual(brightness(palette, at - sign));
      }
    }
  });

  it('are blue where it is darker and orange where it is lighter', () => {
    const palette = makeSignedPalette(1);
    const [darkRed, , darkBlue] = colourAt(palette, 255 - 100);
    const [lightRed, , lightBlue] = colourAt(palette, 255 + 100);
    expect(darkBlue).toBeGreaterThan(darkRed!);
    expect(lightRed).toBeGreaterThan(lightBlue!);
  });

  it('no longer change beyond the end that the legend names', () => {
    for (const gain of gains) {
      const palette = makeSignedPalette(gain);
      const full = fullDifference(gain);
      expect(colourAt(palette, 255 + Math.min(255, full + 1))).toEqual(colourAt(palette, 510));
    }
  });
});

describe('the greys of an absolute difference', () => {
  it('are the difference itself without gain, and its multiple with it', () => {
    expect(colourAt(makeAbsolutePalette(1), 37)).toEqual([37, 37, 37, 255]);
    expect(colourAt(makeAbsolutePalette(4), 10)).toEqual([40, 40, 40, 255]);
    expect(colourAt(makeAbsolutePalette(4), 64)).toEqual([255, 255, 255, 255]);
  });
});

describe('the colours of SSIM', () => {
  it('grow darker from unlike to alike', () => {
    const palette = makeSsimPalette();
    for (let index = 1; index < 256; index++) {
      expect(brightness(palette, index)).toBeLessThanOrEqual(brightness(palette, index - 1));
    }
  });

  it('run from the floor to 1; below the floor all is the same', () => {
    expect(ssimIndex(1, 0)).toBe(255);
    expect(ssimIndex(0.5, 0)).toBe(128);
    expect(ssimIndex(-0.7, 0)).toBe(0);
    expect(ssimIndex(0, -1)).toBe(128);
    expect(ssimIndex(0.96, 0.9)).toBe(153);
  });
});

describe('a legend', () => {
  it('takes its colours from the palette that paints the map, end to end', () => {
    expect(sampleColours(makeAbsolutePalette(1), 0, 255, 3)).toEqual([
      'rgb(0 0 0)',
      'rgb(128 128 128)',
      'rgb(255 255 255)'
    ]);
  });
});
