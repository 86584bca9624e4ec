/** Gives every distinct token a number, the same in both texts, because kernels compare numbers and not strings. */
export function numberTokens(
  texts: readonly [readonly string[], readonly string[]]
): [candidate: Uint32Array, reference: Uint32Array] {
  const ids = new Map<string, number>();
  const number = (token: string): number => {
    const known = ids.get(token);
    if (known !== undefined) return known;
    ids.set(token, ids.size);
    return ids.size - 1;
  };
  return [Uint32Array.from(texts[0], number), Uint32Array.from(texts[1], number)];
}
