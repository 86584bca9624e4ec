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
  ),
  created_at: v.nullish(v.string())
});
const list = v.looseObject({
  data: v.array(batch),
  has_more: v.nullish(v.boolean()),
  last_id: v.nullish(v.string())
});
type Told = v.InferOutput<typeof batch>;

/** Of a hundred batches each. */
const mostPages = 20;
/** How far from this machine's time of handing over a batch was made: clocks differ, and a large one is long on its way. */
const earliestMs = -15 * 60_000;
const latestMs = 2 * 3_600_000;

/** `POST {base}/messages/batches`; results are lines at an address of the batch. */
export const anthropicBatch: BatchWire = {
  keepsName: false,
  async submit(endpoint, requests, _name, ask) {
    const content = { requests: requests.map(({ name, body }) => ({ custom_id: name, params: body })) };
    const address = `${endpoint.baseUrl}/messages/batches`;
    return parse(endpoint, await ask(address, { method: 'POST', body: JSON.stringify(content) }));
  },
  check: async (endpoint, id, ask) =>
    parse(endpoint, await ask(`${endpoint.baseUrl}/messages/batches/${id}`)),
  /** It keeps no name: the time and the number of requests tell. */
  async find(endpoint, { submittedAt, requests }, ask) {
    const start = Date.parse(submittedAt);
    const found: Told[] = [];
    let after = '';
    for (let page = 0; page < mostPages; page++) {
      const text = await ask(`${endpoint.baseUrl}/messages/batches?limit=100${after}`);
      const { data, has_more: hasMore, last_id: last } = v.parse(list, JSON.parse(text));
      const ages = data.map(({ created_at: made }) => Date.parse(made ?? '') - start);
      found.push(
        ...data.filter(
          (one, i) => ages[i]! >= earliestMs && ages[i]! <= latestMs && countRequests(one) === requests
        )
      );
      // The newest come first.
      if (!hasMore || !last || ages.some((age) => age < earliestMs)) break;
      after = `&after_id=${encodeURIComponent(last)}`;
    }
    return found.map((one) => read(endpoint, one));
  },
  cancel: async (endpoint, id, ask) =>
    void (await ask(`${endpoint.baseUrl}/messages/batches/${id}/cancel`, { method: 'POST' }))
};

function countRequests({ request_counts: counts }: Told): number | null {
  if (!counts) return null;
  const { processing, succeeded, errored, canceled, expired } = counts;
  return processing + succeeded + errored + canceled + expired;
}

const parse = (endpoint: Endpoint, text: string): RemoteBatch =>
  read(endpoint, v.parse(batch, JSON.parse(text)));

function read(
  { baseUrl }: Endpoint,
  { id, processing_status: status, request_counts: counts }: Told
): RemoteBatch {
  const hasEnded = status === 'ended';
  const lost = counts ? counts.errored + counts.canceled + counts.expired : 0;
  const note = counts
    ? `${counts.succeeded} answered, ${counts.processing} open, ${lost} lost`
    : status.replaceAll('_', ' ');
  // The address that the provider names may be another host: the key goes to the endpoint alone.
  const results = hasEnded ? [`${baseUrl}/messages/batches/${id}/results`] : [];
  return { id, state: hasEnded ? 'ended' : 'running', results, note };
}
