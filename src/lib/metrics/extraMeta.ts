import type { MetricMeta } from './metric';

type Shared = Omit<
  MetricMeta,
  'id' | 'version' | 'label' | 'variant' | 'source' | 'definition' | 'edgeCases' | 'namesakes'
>;

const shared = {
  unit: null,
  range: [0, 1],
  higherIsBetter: true,
  threshold: null,
  officialKey: null,
  digits: 4,
  group: 'extra'
} as const;

/** What most metrics beside the official ones have in common; each says itself where it differs. */
export const extraMeta: Readonly<Record<'text' | 'image', Shared>> = {
  text: { ...shared, formats: ['vqa', 'generate'] },
  image: { ...shared, formats: ['edit', 'generate'] }
};
