import { DataError } from '../core/problem';

/** The one way in which a file of weights is refused: what it is or tried, and what is wanted. */
export function refuseWeights(file: string, what: string, got: string, expected: string): DataError {
  return new DataError({ code: 'weights-file', where: { file }, what, got, expected });
}
