export interface Ranks {
  /** Rank of each value at its own index, 1 for the smallest; equal values share their average rank. */
  readonly ranks: Float64Array;
  /** How many values share a rank, one entry a tie; empty when all values differ. */
  readonly tieSizes: readonly number[];
}

/** Average ranks, as `scipy.stats.rankdata` gives them. No values give no ranks. */
export function computeRanks(values: ArrayLike<number>): Ranks {
  const order = Uint32Array.from(values, (_, index) => index);
  order.sort((left, right) => values[left]! - values[right]!);
  const ranks = new Float64Array(values.length);
  const tieSizes: number[] = [];
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + 1 + end) / 2;
    if (end - start > 1) tieSizes.push(end - start);
    start = end;
  }
  return { ranks, tieSizes };
}
