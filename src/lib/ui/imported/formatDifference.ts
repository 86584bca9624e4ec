/** Three digits, signed, whatever the size: 12.3 → "+12.3", −0.000_005_31 → "−5.31e-6", 0 → "0". */
export function formatDifference(difference: number): string {
  if (difference === 0) return '0';
  return `${difference < 0 ? '−' : '+'}${formatSize(Math.abs(difference))}`;
}

/** Three digits of a size: 12.3, 0.00123, "5.31e-6". */
export function formatSize(size: number): string {
  if (size === 0) return '0';
  return size < 1e-3 || size >= 1e6 ? size.toExponential(2) : String(Number(size.toPrecision(3)));
}
