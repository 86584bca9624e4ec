import type { RunAddress } from './runAddress';

export const loadSamples = () => import('$lib/ui/sample/RunSamples.svelte');

/** Begins to load what an address shows, while its run is still being read. */
export function loadAhead({ tab, sample }: RunAddress): void {
  // Whether it came is said in its place.
  const ignore = (): void => undefined;
  if (tab === 'samples') loadSamples().catch(ignore);
  if (sample !== null) import('$lib/ui/sample/SampleView.svelte').catch(ignore);
}
