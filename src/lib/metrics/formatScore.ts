/** A value or a mean with its metric's own decimals: the same in every table, chart, list and export. */
export function formatScore(value: number, { digits }: { readonly digits: number }): string {
  const text = value.toFixed(digits);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}
