import type { SendTools } from './sendRequest';
import type { Endpoint, Failure, ListedModel } from './Provider';
import { providers } from './providers';
import { parseBody } from './parseBody';
import { readFailure } from './readFailure';
import { addQuery, composeHeaders, scrub } from './secrets';

export type ListedModels =
  | { readonly ok: true; readonly models: readonly ListedModel[] }
  | { readonly ok: false; readonly failure: Pick<Failure, 'kind' | 'message'> };

/**
 * The models that the endpoint lists, in order of their names; those that say that they read no pictures are left out.
 * @throws only the signal's reason
 */
export async function listModels(
  endpoint: Endpoint,
  { signal, clock, fetch: send = fetch }: Pick<SendTools, 'signal' | 'clock' | 'fetch'>
): Promise<ListedModels> {
  const { wire } = providers[endpoint.provider];
  try {
    const response = await send(addQuery(wire.listAddress(endpoint), endpoint), {
      headers: composeHeaders(endpoint),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal
    });
    const text = scrub(endpoint, await response.text());
    if (!response.ok) return { ok: false, failure: readFailure(response, text, clock.now()) };
    const models = wire.readModels(parseBody(text));
    if (!models) return refuse('other-form', 'the list has another form');
    const seeing = models.filter(({ readsImages }) => readsImages !== false);
    return { ok: true, models: seeing.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
  } catch (error) {
    signal.throwIfAborted();
    const name = error instanceof Error ? error.name : 'Error';
    return refuse('network', `no connection, or the browser refused it (${name})`);
  }
}

const refuse = (kind: Failure['kind'], message: string): ListedModels => ({
  ok: false,
  failure: { kind, message }
});
