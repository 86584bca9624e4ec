import { describeError } from '../../core/describeError';
import type { BatchWire, Fetcher, RemoteBatch } from '../providers/BatchWire';
import type { Endpoint } from '../providers/Provider';
import type { BatchJob } from './BatchJob';
import { readBatchLines } from './readBatchLines';

/** What a look through the provider's list says of a batch whose answer was lost. */
export type FoundBatch =
  | { readonly kind: 'found'; readonly remote: RemoteBatch }
  /** Several may be it, and none of them can be told yet. */
  | { readonly kind: 'several'; readonly ids: readonly string[] }
  | { readonly kind: 'none' };

/**
 * Looks for a batch that was handed over without an answer.
 * @param known names of batches that are known to be other ones
 * @throws DataError with the provider's words
 */
export async function findLostBatch(
  { id, submittedAt, entries }: BatchJob,
  known: ReadonlySet<string>,
  wire: BatchWire,
  endpoint: Endpoint,
  ask: Fetcher
): Promise<FoundBatch> {
  const listed = await wire.find(endpoint, { name: id, submittedAt, requests: entries.length }, ask);
  const keys = new Set(entries.map(({ key }) => key));
  const fitting: RemoteBatch[] = [];
  for (const remote of listed.filter((one) => !known.has(one.id))) {
    const fits = wire.keepsName || (await holdsAnswers(remote, keys, ask));
    if (fits === true) return { kind: 'found', remote };
    if (fits === null) fitting.push(remote);
  }
  const [first, ...others] = fitting;
  if (!first) return { kind: 'none' };
  return others.length === 0
    ? { kind: 'found', remote: first }
    : { kind: 'several', ids: fitting.map((one) => one.id) };
}

/** Whether the results are of these requests; null where there are none to tell by. */
async function holdsAnswers(
  { results }: RemoteBatch,
  keys: ReadonlySet<string>,
  ask: Fetcher
): Promise<boolean | null> {
  const texts = await Promise.all(results.map((address) => ask(address)));
  const { lines } = readBatchLines(texts.join('\n'));
  return lines.length === 0 ? null : lines.some(({ name }) => keys.has(name));
}

/** What is said of a batch before it is known to have arrived. */
export const arrivalUnknown =
  'it may be with the provider, and be paid: look for it before its questions are handed over again';

/** In words, for the table. */
export function describeFind(found: FoundBatch): string {
  if (found.kind === 'found') return `found again: ${found.remote.note}`;
  if (found.kind === 'several') {
    return `${found.ids.length} batches of this size are under way (${found.ids.join(', ')}): look again when they have ended`;
  }
  return 'the provider lists none that fits: look again in a minute, then forget it to ask its questions anew';
}

export const describeLoss = (error: unknown): string =>
  `No answer came when the batch was handed over; ${arrivalUnknown}. (${describeError(error)})`;
