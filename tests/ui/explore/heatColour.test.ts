import { describe, expect, it } from 'vitest';
import { heatColour } from '../../../src/lib/ui/explore/heatColour';

/** Contrast ratio of WCAG 2, written out from its definition. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const luminanceOf = (colour: readonly number[]): number =>
    colour
      .map((value) => value / 255)
      .map((share) => (share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4)))
      .reduce((sum, share, i) => sum + share * [0.2126, 0.7152, 0.0722][i]!, 0);
  const [light, dark] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('heatColour', () => {
  it('goes from the darkest to the brightest end of cividis', () => {
    expect(heatColour(0).background).toBe('rgb(0 34 78)');
    expect(heatColour(1).background).toBe('rgb(254 232 56)');
    expect(heatColour(0.25).background).toBe('rgb(124 123 120)');
  });

  it('keeps its number readable at every share', () => {
    for (let share = 0; share <= 1; share += 0.005) {
      const { background, ink } = heatColour(share);
      const colour = background.match(/\d+/g)!.map(Number);
      const text = ink === '#000' ? [0, 0, 0] : [255, 255, 255];
      expect(contrast(colour, text), `${share}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
