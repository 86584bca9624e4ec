type Colour = readonly [red: number, green: number, blue: number];

/** RGBA colours by index, as bytes. */
export type Palette = Uint8ClampedArray<ArrayBuffer>;

export const differenceKinds = ['signed', 'absolute'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** How many times a difference is brightened: full colour at 255 / gain grey levels. */
export const gains = [1, 2, 4, 8, 16, 32] as const;
export type Gain = (typeof gains)[number];

/** Lower ends of the SSIM scale: most of a good image lies close to 1. */
export const ssimFloors = [-1, 0, 0.5, 0.9] as const;
export type SsimFloor = (typeof ssimFloors)[number];

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];

/** Candidate darker: blues. Black in the middle, so that what is equal is dark. Hues that all kinds of sight tell apart. */
const darker: readonly Colour[] = [black, [0, 78, 160], [30, 140, 235], [140, 210, 255]];
/** Candidate lighter: oranges. */
const lighter: readonly Colour[] = [black, [150, 66, 0], [235, 128, 0], [255, 208, 110]];

/** Cividis, made to look the same to people with and without colour blindness, at quarters of its way. */
const cividis: readonly Colour[] = [
  [0, 34, 78],
  [65, 77, 107],
  [124, 123, 120],
  [188, 174, 108],
  [254, 232, 56]
];

/** 511 colours for differences from −255 to 255; index difference + 255. */
export function makeSignedPalette(gain: Gain): Palette {
  return makePalette(511, (index) => {
    const difference = index - 255;
    return mix(difference < 0 ? darker : lighter, (Math.abs(difference) * gain) / 255);
  });
}

/** 256 greys for differences from 0 to 255. */
export function makeAbsolutePalette(gain: Gain): Palette {
  return makePalette(256, (difference) => mix([black, white], (difference * gain) / 255));
}

/** 256 colours for SSIM from `floor` to 1; like is dark and unlike is bright, as in a difference. */
export function makeSsimPalette(): Palette {
  return makePalette(256, (index) => mix(cividis, 1 - index / 255));
}

/** The place of an SSIM value in `makeSsimPalette`; below the floor it is the floor's. */
export function ssimIndex(value: number, floor: SsimFloor): number {
  return Math.round(255 * Math.min(1, Math.max(0, (value - floor) / (1 - floor))));
}

/** The difference from which on the colour no longer changes, in grey levels. */
export function fullDifference(gain: Gain): number {
  return Math.round(255 / gain);
}

/** Colours at even distances along a palette, for a legend's gradient. */
export function sampleColours(palette: Palette, from: number, to: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const at = 4 * Math.round(from + ((to - from) * i) / (count - 1));
    return `rgb(${palette[at]} ${palette[at + 1]} ${palette[at + 2]})`;
  });
}

function makePalette(count: number, colourOf: (index: number) => Colour): Palette {
  const palette = new Uint8ClampedArray(4 * count);
  for (let index = 0; index < count; index++) palette.set([...colourOf(index), 255], 4 * index);
  return palette;
}

/** Linear between the colours, which stand at even distances from 0 to 1; beyond 1 the last. */
function mix(colours: readonly Colour[], share: number): Colour {
  const at = Math.min(1, share) * (colours.length - 1);
  const from = colours[Math.floor(at)]!;
  const to = colours[Math.ceil(at)]!;
  const part = at - Math.floor(at);
  const channel = (i: 0 | 1 | 2): number => from[i] + (to[i] - from[i]) * part;
  return [channel(0), channel(1), channel(2)];
}
