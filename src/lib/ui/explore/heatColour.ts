type Rgb = readonly [number, number, number];

/** Cividis at 0, ¼, ½, ¾ and 1: reads the same with and without colour vision, and in grey. */
const stops: readonly Rgb[] = [
  [0, 34, 78],
  [65, 77, 107],
  [124, 123, 120],
  [188, 175, 111],
  [254, 232, 56]
];

export interface HeatColour {
  readonly background: string;
  /** Black or white, whichever can be read on it. */
  readonly ink: string;
}

/** @param share of the largest count; drawn by its square root, because a few tasks have most samples */
export function heatColour(share: number): HeatColour {
  const at = Math.sqrt(Math.max(0, Math.min(1, share))) * (stops.length - 1);
  const from = Math.min(Math.floor(at), stops.length - 2);
  const [low, high] = [stops[from]!, stops[from + 1]!];
  const colour = low.map((value, i) => Math.round(value + (high[i]! - value) * (at - from)));
  const ink = luminance(colour) > 0.179 ? '#000' : '#fff';
  return { background: `rgb(${colour.join(' ')})`, ink };
}

/** Relative luminance of WCAG 2; from 0.179 black has the better contrast. */
function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
