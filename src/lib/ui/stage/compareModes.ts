/** The ways to look at a sample's images, in the order of their tabs. */
export const compareModes = ['side-by-side', 'slider', 'flicker', 'difference', 'ssim-map'] as const;
export type CompareMode = (typeof compareModes)[number];

export const compareModeTitles: Readonly<Record<CompareMode, string>> = {
  'side-by-side': 'Side by side',
  slider: 'Slider',
  flicker: 'Flicker',
  difference: 'Difference',
  'ssim-map': 'SSIM map'
};

/** The key that leads to each. */
export const compareModeKeys: Readonly<Record<CompareMode, string>> = {
  'side-by-side': 's',
  slider: 'l',
  flicker: 'f',
  difference: 'd',
  'ssim-map': 'm'
};

/** The mode that an address names; the first one where it names none. */
export function parseCompareMode(text: string | null): CompareMode {
  return compareModes.find((mode) => mode === text) ?? compareModes[0];
}
