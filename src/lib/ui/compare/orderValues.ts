/**
 * Indices of the values, ascending, equal ones in their own order. The engine sorts plain numbers many times as fast as
 * it calls a comparison, so the values are sorted first, and each index then goes where its value is.
 * @param values without NaN
 */
export function orderValues(values: Float64Array): Uint32Array {
  const sorted = values.toSorted();
  const order = new Uint32Array(values.length);
  const taken = new Uint32Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const first = findFirst(sorted, values[index]!);
    order[first + taken[first]!] = index;
    taken[first]!++;
  }
  return order;
}

/** Where the first of the equal values is. */
function findFirst(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
