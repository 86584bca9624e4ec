import type { JsonValue } from '../core/json';

const maxLength = 80;

/** A value as a problem shows it: JSON, not too long; "nothing" for a field that is not there. */
export function quote(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** The first few of a list, and how many more there are. */
export function quoteSome(items: readonly string[], shown = 3): string {
  const more = items.length - shown;
  return items.slice(0, shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** "1 file", "2 files" */
export function count(items: number, noun: string): string {
  return `${items} ${noun}${items === 1 ? '' : 's'}`;
}
