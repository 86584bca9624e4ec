import { getMany, set, values, type UseStore } from 'idb-keyval';
import { describeRefusal } from '../core/describeRefusal';
import { DataError } from '../core/problem';
import type { AnswerStore, StoredAnswer } from '../judge/AnswerStore';
import { createStrictStore } from './strictStore';

let opened: UseStore | undefined;

/** Opened on first use: the pages are prerendered where there is no IndexedDB. */
export const answers = (): UseStore =>
  (opened ??= createStrictStore('medgen-bench-viewer/judge-answers', 'judge-answers'));

/** A question is asked eight times at most, each time with one repair. */
const attempts = Array.from({ length: 16 }, (_, attempt) => attempt);
const toId = (key: string, attempt: number): string => `${key}:${attempt}`;

/**
 * The paid answers of this browser. Unlike the score cache it does not go on without the store: a store that cannot be
 * read would have everything asked, and paid, again.
 */
export const judgeAnswers: AnswerStore = {
  async read(keys) {
    const ids = keys.flatMap((key) => attempts.map((attempt) => toId(key, attempt)));
    const found = await getMany<StoredAnswer | undefined>(ids, answers()).catch(refuse);
    return keys.map((_, i) =>
      found.slice(attempts.length * i, attempts.length * (i + 1)).filter((answer) => answer !== undefined)
    );
  },
  write: (answer) => set(toId(answer.key, answer.attempt), answer, answers())
};

/** Every answer, to be read and exported. */
export function listAnswers(): Promise<StoredAnswer[]> {
  return values<StoredAnswer>(answers()).catch(refuse);
}

function refuse(error: unknown): never {
  throw new DataError({
    code: 'answers-unreadable',
    where: {},
    what: 'this browser does not let the page keep answers, so nothing is asked: they would be lost, and paid for again',
    got: describeRefusal(error),
    expected: 'a window that is not private, with free space for this site'
  });
}
