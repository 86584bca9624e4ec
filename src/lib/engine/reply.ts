import { describeRefusal } from '../core/describeRefusal';
import { DataError, type Problem } from '../core/problem';
import type { Reply } from './api';

/** Runs a worker's work: errors cross as data, because comlink loses their class, code and cause. */
export async function reply<Value>(work: () => Promise<Value>): Promise<Reply<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, problem: error instanceof DataError ? error.problem : describeCrash(error) };
  }
}

function describeCrash(error: unknown): Problem {
  const what = describeRefusal(error);
  return { code: 'worker-crash', severity: 'error', where: {}, what };
}
