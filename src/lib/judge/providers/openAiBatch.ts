import * as v from 'valibot';
import { describeError } from '../../core/describeError';
import { DataError } from '../../core/problem';
import type { BatchRequest, BatchWire, Fetcher, RemoteBatch } from './BatchWire';
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
  ),
  metadata: v.nullish(v.record(v.string(), v.unknown())),
  created_at: v.nullish(v.number())
});
const list = v.looseObject({ data: v.array(batch), has_more: v.nullish(v.boolean()) });

/** The field of `metadata` that has the batch's name. */
const nameField = 'medgen_bench_viewer';
/** Of a hundred batches each. */
const mostPages = 20;

/** `POST {base}/files`, then `/batches`; results are files. */
export const openAiBatch: BatchWire = {
  keepsName: true,
  async submit(endpoint, requests, name, ask) {
    const order = {
      input_file_id: await upload(endpoint, requests, ask),
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      metadata: { [nameField]: name }
    };
    const made = await ask(`${endpoint.baseUrl}/batches`, { method: 'POST', body: JSON.stringify(order) });
    return parse(endpoint, made);
  },
  check: async (endpoint, id, ask) => parse(endpoint, await ask(`${endpoint.baseUrl}/batches/${id}`)),
  async find(endpoint, { name, submittedAt }, ask) {
    let after = '';
    for (let page = 0; page < mostPages; page++) {
      const text = await ask(`${endpoint.baseUrl}/batches?limit=100${after}`);
      const { data, has_more: hasMore } = v.parse(list, JSON.parse(text));
      const found = data.filter(({ metadata }) => metadata?.[nameField] === name);
      const last = data.at(-1);
      // The newest come first; a clock that is a day wrong is allowed for.
      const isPast = (last?.created_at ?? Infinity) * 1000 < Date.parse(submittedAt) - 86_400_000;
      if (found.length > 0 || !hasMore || !last || isPast) return found.map((one) => read(endpoint, one));
      after = `&after=${encodeURIComponent(last.id)}`;
    }
    return [];
  },
  cancel: async (endpoint, id, ask) =>
    void (await ask(`${endpoint.baseUrl}/batches/${id}/cancel`, { method: 'POST' }))
};

/** Of the file that the batch is made of. Without it nothing is handed over, whatever went wrong. */
async function upload(
  { baseUrl }: Endpoint,
  requests: readonly BatchRequest[],
  ask: Fetcher
): Promise<string> {
  const form = new FormData();
  form.append('purpose', 'batch');
  form.append('file', new Blob([toLines(requests)], { type: 'application/jsonl' }), 'batch.jsonl');
  try {
    const uploaded = await ask(`${baseUrl}/files`, { method: 'POST', body: form });
    return v.parse(file, JSON.parse(uploaded)).id;
  } catch (error) {
    const what = 'the file of the batch did not arrive, so nothing was handed over';
    throw new DataError({ code: 'batch', where: {}, what, got: describeError(error) });
  }
}

/** The file that OpenAI and its look-alikes take: one request a line. */
export function toLines(requests: readonly BatchRequest[]): string {
  const lines = requests.map(({ name, body }) =>
    JSON.stringify({ custom_id: name, method: 'POST', url: '/v1/chat/completions', body })
  );
  return lines.map((line) => `${line}\n`).join('');
}

const parse = (endpoint: Endpoint, text: string): RemoteBatch =>
  read(endpoint, v.parse(batch, JSON.parse(text)));

function read({ baseUrl }: Endpoint, told: v.InferOutput<typeof batch>): RemoteBatch {
  const { id, status, output_file_id: output, error_file_id: error, ...rest } = told;
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
