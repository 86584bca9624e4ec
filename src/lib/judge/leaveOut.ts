import type { ScoreRow } from '../core/score';

/** Which samples nothing may be sent of. */
export interface LeaveOut {
  /** Samples whose record says `"patient_data": true`. */
  readonly marked: boolean;
  /** One a line: a sample's id, or a part of the id or of a file's name. */
  readonly parts: string;
}

/** Whether a row is kept back. Letters count the same in upper and lower case: better one too many kept back. */
export function isLeftOut({ sampleId, record }: ScoreRow, { marked, parts }: LeaveOut): boolean {
  if (marked && record?.['patient_data'] === true) return true;
  const sought = readLines(parts);
  if (sought.length === 0) return false;
  const images = Object.entries(record ?? {}).filter(([field]) => /image/i.test(field));
  const text = [sampleId, JSON.stringify(images)].join('\n').toLowerCase();
  return sought.some((part) => text.includes(part));
}

const readLines = (parts: string): string[] =>
  parts
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '');
