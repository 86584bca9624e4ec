const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** "2026-03-12" → "12 Mar 2026", the same day in every time zone; what is no day, as a link can hold, stays as it is. */
export function formatDay(day: string): string {
  const date = new Date(day);
  return Number.isNaN(date.getTime()) ? day : days.format(date);
}
