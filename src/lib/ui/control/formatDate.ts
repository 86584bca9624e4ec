const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** ISO 8601 → "12 Mar 2026, 14:05" in the reader's time zone. */
export function formatDate(iso: string): string {
  return dates.format(new Date(iso));
}
