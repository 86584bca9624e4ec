/** 0 → "$0", 0.0042 → "$0.0042", 1.5 → "$1.50", 1234.5 → "$1,234.50"; small costs keep two digits. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.01) return `$${Number(usd.toPrecision(2))}`;
  return `$${usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
