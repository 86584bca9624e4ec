import * as v from 'valibot';
import type { BatchRequest, BatchWire, RemoteBatch } from './BatchWire';
import type { Endpoint } from './Provider';

const file = v.looseObject({ id: v.string() });
const batch = v.looseObject({
  id: v.string(),
  status: v.string(),
  output_file_id: v.nullish(v.string()),
  error_file_id: v.nullish(v.string()),
  request_counts: v.nullish(v.looseObject({ total: v.number(), completed: v.number(), failed: v.number() })),
  errors: v.nullish(
    v.looseObject({ data: v.nullish(v.array(v.looseObject({ message: v.nullish(v.string()) }))) })
  )
});

/** `POST {base}/files`, then `/batches`; results are files. */
export const openAiBatch: BatchWire = {
  async submit(endpoint, requests, ask) {
    const form = new FormData();
    form.append('purpose', 'batch');
    form.append('file', new Blob([toLines(requests)], { type: 'application/jsonl' }), 'batch.jsonl');
    const uploaded = await ask(`${endpoint.baseUrl}/files`, { method: 'POST', body: form });
    const order = {
      input_file_id: v.parse(file, JSON.parse(uploaded)).id,
      endpoint: '/v1/chat/completions',
      completion_window: '24h'
    };
    const made = await ask(`${endpoint.baseUrl}/batches`, { method: 'POST', body: JSON.stringify(order) });
    return read(endpoint, made);
  },
  check: async (endpoint, id, ask) => read(endpoint, await ask(`${endpoint.baseUrl}/batches/${id}`)),
  cancel: async (endpoint, id, ask) =>
    void (await ask(`${endpoint.baseUrl}/batches/${id}/cancel`, { method: 'POST' }))
};

/** The file that OpenAI and its look-alikes take: one request a line. */
export function toLines(requests: readonly BatchRequest[]): string {
  const lines = requests.map(({ name, body }) =>
    JSON.stringify({ custom_id: name, method: 'POST', url: '/v1/chat/completions', body })
  );
  return lines.map((line) => `${line}\n`).join('');
}

function read({ baseUrl }: Endpoint, text: string): RemoteBatch {
  const {
    id,
    status,
    output_file_id: output,
    error_file_id: error,
    ...rest
  } = v.parse(batch, JSON.parse(text));
  const results = [output, error].flatMap((one) => (one ? [`${baseUrl}/files/${one}/content`] : []));
  const counts = rest.request_counts;
  const words = rest.errors?.data?.map(({ message }) => message ?? '').join('; ') ?? '';
  const note =
    words ||
    (counts
      ? `${counts.completed} of ${counts.total} answered, ${counts.failed} failed`
      : status.replaceAll('_', ' '));
  // What expired or was cancelled has the answers until then.
  const hasEnded = ['completed', 'expired', 'cancelled'].includes(status);
  return { id, state: status === 'failed' ? 'failed' : hasEnded ? 'ended' : 'running', results, note };
}
