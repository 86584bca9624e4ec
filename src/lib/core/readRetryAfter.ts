/**
 * How long a server asks to wait, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date. Null where
 * it does not say, or the browser hides the headers.
 * @param nowMs milliseconds since 1970, for a date
 */
export function readRetryAfter(headers: { get(name: string): string | null }, nowMs: number): number | null {
  const exact = Number(headers.get('retry-after-ms') ?? NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers.get('retry-after');
  if (text === null || text.trim() === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
