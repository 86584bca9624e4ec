import { unknownKey } from '$lib/query/Facet';
import { sampleFacetIds, sampleFacets, type SampleFacetId } from '$lib/query/sampleFacets';
import type { SampleFilter } from '$lib/query/sampleTable';
import type { SourceKind } from '$lib/dataset/SampleSource';
import { compareModes, parseCompareMode, type CompareMode } from '$lib/ui/stage/compareModes';

const sourceKinds: readonly SourceKind[] = ['dropped', 'demo', 'hub', 'url', 'local'];

export const exploreViews = ['gallery', 'list', 'counts'] as const;
export type ExploreView = (typeof exploreViews)[number];

/** What the explorer shows, as its address's hash holds it. */
export interface ExploreAddress {
  /** Null for the dataset at hand, whatever it is. */
  readonly source: SourceKind | null;
  /** Of a dataset at a URL; else empty. */
  readonly url: string;
  readonly filter: SampleFilter;
  readonly view: ExploreView;
  /** Whether thumbnails are wanted where they have to be downloaded. */
  readonly pictures: boolean;
  /** Id of the open sample. */
  readonly sample: string | null;
  /** How its images are compared. */
  readonly mode: CompareMode;
}

/** Reads a hash with or without its "#"; what is missing or unknown falls back to the default. */
export function parseExploreAddress(hash: string): ExploreAddress {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const chosen = Object.fromEntries(
    sampleFacetIds.map((facet) => [facet, chosenIn(params, facet)])
  ) as SampleFilter['chosen'];
  const source = sourceKinds.find((kind) => kind === params.get('source')) ?? null;
  return {
    source,
    url: source === 'url' ? (params.get('url') ?? '') : '',
    filter: { chosen, search: params.get('q') ?? '' },
    view: exploreViews.find((view) => view === params.get('view')) ?? 'gallery',
    pictures: params.get('pictures') === 'on',
    sample: params.get('sample'),
    mode: parseCompareMode(params.get('mode'))
  };
}

/** The hash of an address, without "#"; defaults are left out. */
export function formatExploreAddress(address: ExploreAddress): string {
  const { source, url, filter, view, pictures, sample, mode } = address;
  const params = new URLSearchParams();
  if (source !== null) params.set('source', source);
  if (source === 'url' && url) params.set('url', url);
  for (const facet of sampleFacetIds) for (const value of filter.chosen[facet]) params.append(facet, value);
  if (filter.search) params.set('q', filter.search);
  if (view !== 'gallery') params.set('view', view);
  if (pictures) params.set('pictures', 'on');
  if (sample !== null) params.set('sample', sample);
  if (sample !== null && mode !== compareModes[0]) params.set('mode', mode);
  // Both may stand in a hash as they are, and sample ids are full of them.
  return params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/');
}

/** Values that only the data knows are taken as they are; the others must be the benchmark's. */
function chosenIn(params: URLSearchParams, facet: SampleFacetId): readonly string[] {
  // An empty value stood for the unknown one in older links.
  const written = [...new Set(params.getAll(facet).map((value) => value || unknownKey))];
  const { order } = sampleFacets[facet];
  return order.length > 0 ? order.filter((key) => written.includes(key)) : written;
}
