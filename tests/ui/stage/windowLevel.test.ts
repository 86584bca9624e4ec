import { describe, expect, it } from 'vitest';
import {
  clampWindow,
  computeTones,
  dragWindow,
  fitWindow,
  fullWindow,
  isGrey,
  windowPresets
} from '../../../src/lib/ui/stage/windowLevel';

const grey = (levels: readonly number[]) => ({
  width: levels.length,
  height: 1,
  rgb: Uint8Array.from(levels.flatMap((level) => [level, level, level]))
});

describe('window and level', () => {
  it('of the full range leave every level as it is', () => {
    expect([...computeTones(fullWindow)]).toEqual(Array.from({ length: 256 }, (_, level) => level));
  });

  it('spread the levels of the window from black to white', () => {
    const tones = computeTones({ window: 100, level: 100 });
    expect([0, 50, 75, 100, 125, 150, 255].map((level) => tones[level])).toEqual([
      0, 0, 64, 128, 191, 255, 255
    ]);
  });

  it('never turn the order of two levels round', () => {
    for (const preset of windowPresets) {
      const tones = computeTones(preset);
      expect(tones.every((tone, level) => level === 0 || tone >= tones[level - 1]!)).toBe(true);
    }
  });

  it('of one level are a threshold', () => {
    const tones = computeTones({ window: 1, level: 100 });
    expect([tones[99], tones[101]]).toEqual([0, 255]);
  });

  it('stay within the 256 levels, whatever is typed', () => {
    expect(clampWindow({ window: 0, level: -4 })).toEqual({ window: 1, level: 0 });
    expect(clampWindow({ window: 900, level: 300.2 })).toEqual({ window: 255, level: 255 });
    expect(clampWindow({ window: 80.4, level: 63.4 })).toEqual({ window: 80, level: 63.5 });
  });

  it('follow a drag: to the right wider, downwards lower', () => {
    expect(dragWindow({ window: 100, level: 100 }, 10, 5)).toEqual({ window: 110, level: 95 });
  });

  it('fit an image between its 1st and 99th percentile', () => {
    const levels = Array.from({ length: 1000 }, (_, i) => (i < 5 ? 0 : i < 500 ? 40 : i < 995 ? 140 : 255));
    expect(fitWindow(grey(levels))).toEqual({ window: 100, level: 90 });
  });
});

describe('a grey image', () => {
  it('has three equal values in every pixel', () => {
    expect(isGrey(grey([0, 12, 255]))).toBe(true);
    expect(isGrey({ width: 1, height: 1, rgb: Uint8Array.from([12, 12, 13]) })).toBe(false);
  });
});
