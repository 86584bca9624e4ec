import * as v from 'valibot';
import type { BatchWire, RemoteBatch } from './BatchWire';
import type { Endpoint } from './Provider';

const batch = v.looseObject({
  id: v.string(),
  processing_status: v.string(),
  results_url: v.nullish(v.string()),
  request_counts: v.nullish(
    v.looseObject({
      processing: v.number(),
      succeeded: v.number(),
      errored: v.number(),
      canceled: v.number(),
      expired: v.number()
    })
  )
});

/** `POST {base}/messages/batches`; results are lines at an address of the batch. */
export const anthropicBatch: BatchWire = {
  async submit(endpoint, requests, ask) {
    const content = { requests: requests.map(({ name, body }) => ({ custom_id: name, params: body })) };
    const address = `${endpoint.baseUrl}/messages/batches`;
    return read(endpoint, await ask(address, { method: 'POST', body: JSON.stringify(content) }));
  },
  check: async (endpoint, id, ask) => read(endpoint, await ask(`${endpoint.baseUrl}/messages/batches/${id}`)),
  cancel: async (endpoint, id, ask) =>
    void (await ask(`${endpoint.baseUrl}/messages/batches/${id}/cancel`, { method: 'POST' }))
};

function read({ baseUrl }: Endpoint, text: string): RemoteBatch {
  const { id, processing_status: status, request_counts: counts } = v.parse(batch, JSON.parse(text));
  const hasEnded = status === 'ended';
  const lost = counts ? counts.errored + counts.canceled + counts.expired : 0;
  const note = counts
    ? `${counts.succeeded} answered, ${counts.processing} open, ${lost} lost`
    : status.replaceAll('_', ' ');
  // The address that the provider names may be another host: the key goes to the endpoint alone.
  const results = hasEnded ? [`${baseUrl}/messages/batches/${id}/results`] : [];
  return { id, state: hasEnded ? 'ended' : 'running', results, note };
}
