import { DataError } from '../core/problem';

/** A name in a hostile file may be megabytes long. */
const maxQuoted = 200;

/** The one way in which a file of weights is refused: what it is or tried, and what is wanted. */
export function refuseWeights(file: string, what: string, got: string, expected: string): DataError {
  return new DataError({
    code: 'weights-file',
    where: { file },
    what: quote(what),
    got: quote(got),
    expected
  });
}

/** Of text out of the file: no more than one line that can be read. */
function quote(text: string): string {
  const start = text.slice(0, maxQuoted).replaceAll(/\p{Cc}/gu, '\uFFFD');
  return text.length > maxQuoted ? `${start}…` : start;
}
