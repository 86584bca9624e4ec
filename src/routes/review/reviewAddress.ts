export const reviewTabs = ['rate', 'agreement'] as const;
export type ReviewTab = (typeof reviewTabs)[number];

/** What the review page shows, as its address's hash holds it. */
export interface ReviewAddress {
  /** The assignment's digest; empty for the list. */
  readonly digest: string;
  readonly tab: ReviewTab;
}

/** Reads a hash with or without its "#". */
export function parseReviewAddress(hash: string): ReviewAddress {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const tab = reviewTabs.find((one) => one === params.get('tab')) ?? 'rate';
  return { digest: params.get('assignment') ?? '', tab };
}

/** The hash of an address, without "#". */
export function formatReviewAddress({ digest, tab }: ReviewAddress): string {
  const params = new URLSearchParams({ assignment: digest });
  if (tab !== 'rate') params.set('tab', tab);
  return params.toString();
}
