import { DataError } from '../../core/problem';
import type { Fetcher, BatchWire } from '../providers/BatchWire';
import { anthropicBatch } from '../providers/anthropicBatch';
import { openAiBatch } from '../providers/openAiBatch';
import type { Endpoint, ProviderId } from '../providers/Provider';
import { readFailure } from '../providers/readFailure';
import { addQuery, composeHeaders, scrub } from '../providers/secrets';

/** Where pages may hand batches over; elsewhere the file is taken along. */
export const batchWires: Readonly<Partial<Record<ProviderId, BatchWire>>> = {
  openai: openAiBatch,
  anthropic: anthropicBatch
};

/** Asks one address of the endpoint, with its key; redirects are refused. */
export function makeFetcher(
  endpoint: Endpoint,
  { signal, fetch: send = fetch }: { readonly signal: AbortSignal; readonly fetch?: typeof fetch }
): Fetcher {
  return async (address, { method, body } = { method: 'GET' }) => {
    const isText = typeof body === 'string';
    const headers = { ...(isText && { 'content-type': 'application/json' }), ...composeHeaders(endpoint) };
    const init: RequestInit = { method, headers, credentials: 'omit', cache: 'no-store', redirect: 'error' };
    const response = await send(addQuery(address, endpoint), {
      ...init,
      ...(body !== undefined && { body }),
      referrerPolicy: 'no-referrer',
      signal
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw lose(error instanceof Error ? error.name : 'no connection');
    });
    const text = await response.text().catch((error: unknown) => {
      signal.throwIfAborted();
      throw lose(error instanceof Error ? error.name : 'a broken answer');
    });
    const clean = scrub(endpoint, text);
    if (response.ok) return clean;
    const { message } = readFailure(response, clean, Date.now());
    throw response.status < 500 ? refuse(message) : lose(message);
  };
}

const refuse = (got: string): DataError =>
  new DataError({
    code: 'batch',
    where: {},
    what: 'the provider did not take the request',
    got,
    expected: 'HTTP 200'
  });

/** The request may have done its work all the same. */
const lose = (got: string): DataError =>
  new DataError({
    code: 'batch-lost',
    where: {},
    what: 'no answer came from the provider',
    got,
    expected: 'the endpoint within reach of pages (CORS)'
  });

/** Whether the provider itself said no: then nothing was handed over. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof DataError && error.problem.code === 'batch';
