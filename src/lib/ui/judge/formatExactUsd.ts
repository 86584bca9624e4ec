/** As it was entered: 0.125 → "$0.125", 5 → "$5", 1234.5 → "$1,234.5". */
export function formatExactUsd(usd: number): string {
  return `$${usd.toLocaleString('en', { maximumFractionDigits: 12 })}`;
}
