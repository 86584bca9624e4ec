import { DataError } from '../../core/problem';
import { readRetryAfter } from '../../core/readRetryAfter';
import type { Answer } from '../loadBytes';
import { PassingError } from './PassingError';

const refusals: Readonly<Record<number, readonly [code: string, what: string, expected: string]>> = {
  401: ['refused', 'the server wants a sign-in', 'a public dataset (this page sends no credentials)'],
  403: ['refused', 'the server refuses the file', 'a public dataset (this page sends no credentials)'],
  404: ['remote-missing', 'the file is not there', 'a file of this revision (is the address right?)'],
  410: ['remote-missing', 'the file is no longer there', 'a file of this revision (is the address right?)'],
  416: [
    'remote-changed',
    'the file is shorter than the server itself says',
    'the file as it is listed (open the dataset again; if this stays, download the file and choose “Local shards”)'
  ]
};

/**
 * Passes an answer that has a body.
 * @throws PassingError where the server asks for patience, DataError for every other refusal
 */
export function requireAnswer(file: string, answer: Answer): Answer {
  const { status, headers } = answer;
  if (status === 200 || status === 206) return answer;
  const got = `HTTP ${status}`;
  if (status === 429 || status >= 500) {
    const afterMs = readRetryAfter(headers, Date.now());
    const what = status === 429 ? 'the server says that it is asked too often' : 'the server fails';
    const minutes = afterMs === null ? 'some' : Math.ceil(afterMs / 60_000);
    const expected = `an answer (try again in ${minutes} minutes, or download the files and choose “Local shards”)`;
    throw new PassingError(new DataError({ code: 'remote-busy', where: { file }, what, got, expected }), {
      afterMs
    });
  }
  const [code, what, expected] = refusals[status] ?? [
    'refused',
    'the server gives no file',
    'HTTP 200 or 206'
  ];
  throw new DataError({ code, where: { file }, what, got, expected });
}
