import type { Place, Problem } from '../core/problem';
import { count } from './quote';

/** Of a row of a table that has other cells than its header. */
export function describeMisfit(where: Place, cells: number, columns: number): Problem {
  return {
    code: 'csv-columns',
    severity: 'error',
    where,
    what: 'the row does not fit the header',
    got: count(cells, 'cell'),
    expected: count(columns, 'cell')
  };
}
