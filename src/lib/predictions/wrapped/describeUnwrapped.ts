import type { Problem } from '../../core/problem';
import { count } from '../quote';
import type { Unwrapped } from './Unwrapped';

/** @param isCounted rows are known by their number among the records, not by their line */
export function describeUnwrapped(
  file: string,
  records: number,
  { from, left = [] }: Pick<Unwrapped, 'from' | 'left'>,
  isCounted: boolean
): Problem {
  const others = left.length > 0 ? `; ${left.map((name) => `“${name}”`).join(', ')} was not read` : '';
  const numbers = isCounted ? '; the number behind the file is that of the record, not of its line' : '';
  return {
    code: 'records-inside',
    severity: 'note',
    where: { file },
    what: `${count(records, 'record')} were read from ${from}${others}${numbers}`
  };
}
