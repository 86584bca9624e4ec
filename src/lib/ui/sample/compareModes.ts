/** The ways to look at a sample's images, in the order of their tabs. */
export const compareModes = ['side-by-side'] as const;
export type CompareMode = (typeof compareModes)[number];

export const compareModeTitles: Readonly<Record<CompareMode, string>> = {
  'side-by-side': 'Side by side'
};

/** The mode that an address names; the first one where it names none. */
export function parseCompareMode(text: string | null): CompareMode {
  return compareModes.find((mode) => mode === text) ?? compareModes[0];
}
