export type TimeUnit = 'MILLIS' | 'MICROS' | 'NANOS';

const nanosPer: Readonly<Record<TimeUnit, bigint>> = { MILLIS: 1_000_000n, MICROS: 1_000n, NANOS: 1n };
const nanosASecond = 1_000_000_000n;
const secondsADay = 86_400n;

/** Days since 1970 as `2026-03-01`. */
export function toDateText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** Time since midnight as Python's `isoformat` writes it: `06:07:08`, `06:07:08.009000`. */
export function toTimeText(value: bigint, unit: TimeUnit): string {
  const nanos = value * nanosPer[unit];
  const seconds = Number(nanos / nanosASecond);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':') + toFraction(nanos % nanosASecond);
}

/** Time since 1970 as Python's `isoformat` writes it: `2026-03-01T06:07:08.009000+00:00`. */
export function toTimestampText(value: bigint, unit: TimeUnit, isUtc: boolean): string {
  const nanos = value * nanosPer[unit];
  const nanosADay = nanosASecond * secondsADay;
  const ofDay = ((nanos % nanosADay) + nanosADay) % nanosADay;
  const days = Number((nanos - ofDay) / nanosADay);
  return `${toDateText(days)}T${toTimeText(ofDay, 'NANOS')}${isUtc ? '+00:00' : ''}`;
}

/** Six digits, or nine where six do not hold it; none for nothing. */
function toFraction(nanos: bigint): string {
  if (nanos === 0n) return '';
  const digits = String(nanos).padStart(9, '0');
  return `.${digits.endsWith('000') ? digits.slice(0, 6) : digits}`;
}
