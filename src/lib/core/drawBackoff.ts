export interface Backoff {
  /** Bound of the first wait; each further setback doubles it. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** Setbacks in a row, from 1. */
  readonly setbacks: number;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
}

/**
 * How long to wait before another try where the server does not say: drawn from the upper half of a bound that
 * doubles, so that requests that failed together do not come back together.
 */
export function drawBackoff({ firstMs, longestMs, setbacks, random }: Backoff): number {
  return (0.5 + random() / 2) * Math.min(longestMs, firstMs * 2 ** (setbacks - 1));
}
