/** 0.5 → "+0.50", −1.234 → "−1.23" */
export function formatDelta(delta: number): string {
  const text = Math.abs(delta).toFixed(2);
  if (Number(text) === 0) return '0.00';
  return `${delta < 0 ? '−' : '+'}${text}`;
}

/** 0.04321 → "0.043", 1.5e-11 → "1.5e-11" */
export function formatP(p: number): string {
  return p < 0.001 ? p.toExponential(1) : Number(p.toPrecision(2)).toString();
}
