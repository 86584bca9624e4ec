import type { BatchWire, Fetcher } from '../providers/BatchWire';
import type { Endpoint } from '../providers/Provider';
import type { BatchJob } from './BatchJob';

/**
 * Ends what was handed over twice: a browser sends a request again by itself when a connection breaks that was in use
 * before, and each time makes a batch. Only those of this name are ended; where the provider keeps none, they are told.
 * @param known names of batches that are known to be other ones
 * @returns what was found, in words; empty where nothing was
 */
export async function endTwins(
  job: BatchJob,
  known: ReadonlySet<string>,
  wire: BatchWire,
  endpoint: Endpoint,
  ask: Fetcher
): Promise<string> {
  const { id: name, submittedAt, entries, remoteId } = job;
  const listed = await wire.find(endpoint, { name, submittedAt, requests: entries.length }, ask);
  const twins = listed.filter(({ id, state }) => id !== remoteId && !known.has(id) && state === 'running');
  if (twins.length === 0) return '';
  const ids = twins.map(({ id }) => id);
  if (!wire.keepsName) {
    return `batches of the same size were made at that time: ${ids.join(', ')}; cancel at the provider what you do not know`;
  }
  for (const id of ids) await wire.cancel(endpoint, id, ask);
  return `it had arrived more than once; ended: ${ids.join(', ')}`;
}
