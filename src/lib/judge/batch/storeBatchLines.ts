import type { AnswerStore } from '../AnswerStore';
import type { BatchLine } from '../providers/BatchWire';
import type { Usage } from '../providers/Provider';
import { providers } from '../providers/providers';
import type { BatchJob } from './BatchJob';

export interface StoredBatch {
  /** Answers that are stored now, those of an earlier time too. */
  readonly answered: number;
  /** Requests that ended without an answer, by reason. */
  readonly lost: ReadonlyMap<string, number>;
  /** Lines of no request of this batch. */
  readonly strange: number;
  /** Requests that nothing is known of yet. */
  readonly open: number;
}

/** Stores the lines of a batch as answers. The next run finds them like those of single requests and asks none of them again. */
export async function storeBatchLines(
  job: BatchJob,
  lines: readonly BatchLine[],
  store: AnswerStore,
  receivedAt: string
): Promise<StoredBatch> {
  const entries = new Map(job.entries.map((entry) => [entry.key, entry]));
  const { wire } = providers[job.provider];
  const lost = new Map<string, number>();
  const told = new Set<string>();
  let [answered, strange] = [0, 0];
  for (const { name, body, failure } of lines) {
    const entry = entries.get(name);
    const answer = entry && body !== null ? wire.readAnswer(body) : null;
    if (!entry) strange++;
    else if (!answer) {
      const reason = failure || 'the response has another form';
      lost.set(reason, (lost.get(reason) ?? 0) + 1);
    } else {
      const { key, attempt, question } = entry;
      const costUsd = computeCost(job, answer.usage);
      const { sent } = job;
      const stored = { key, attempt, question, usage: answer.usage, costUsd, receivedAt, sent };
      await store.write({ ...stored, body: JSON.stringify(body), wire: wire.format });
      answered++;
    }
    if (entry) told.add(name);
  }
  return { answered, lost, strange, open: job.entries.length - told.size };
}

/** At the share of the estimate where the provider did not count. */
function computeCost({ price, mostUsd, entries }: BatchJob, usage: Usage | null): number | null {
  if (price === null) return null;
  if (!usage) return (mostUsd ?? 0) / entries.length;
  return (usage.inputTokens * price.input + usage.outputTokens * price.output) / 1e6;
}
