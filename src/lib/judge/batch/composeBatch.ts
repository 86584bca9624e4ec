import { DataError } from '../../core/problem';
import type { SentSettings } from '../AnswerStore';
import { composeRequest } from '../composeRequest';
import { describeSent } from '../describeReply';
import { estimateInputTokens } from '../estimateTokens';
import type { JudgeOptions } from '../JudgeOptions';
import type { JudgeQuestion } from '../JudgeQuestion';
import { computeCostUsd } from '../prices';
import { hashTemplate } from '../PromptTemplate';
import type { BatchRequest } from '../providers/BatchWire';
import type { Abilities } from '../providers/Provider';
import { providers } from '../providers/providers';
import { recall } from '../Recall';
import { concludeAnswers } from '../readAnswers';
import type { BatchEntry } from './BatchJob';

/** A batch ready to be handed over. */
export interface ComposedBatch {
  readonly requests: readonly BatchRequest[];
  readonly entries: readonly BatchEntry[];
  readonly sent: SentSettings;
  /** At the batch's price, every answer at the output limit; null without a price. */
  readonly mostUsd: number | null;
  /** Questions that have an answer already, or cannot be asked. */
  readonly leftOut: number;
}

/** Providers take 200 MB; text in memory is twice that. */
const mostBytes = 90_000_000;

/**
 * The questions that no stored answer settles, as one batch.
 * @param abilities what the model is known to take: a refusal comes a day late
 * @param share of the usual price that is paid
 * @throws DataError `batch-cap` when it could pass the cap, `batch-size` when it is too large, `template`
 */
export async function composeBatch(
  questions: readonly JudgeQuestion[],
  options: JudgeOptions,
  abilities: Abilities,
  share: number
): Promise<ComposedBatch> {
  const { endpoint, rules, kernels, price, capUsd } = options;
  const { wire } = providers[endpoint.provider];
  const promptHash = await hashTemplate(rules.template);
  const requests: BatchRequest[] = [];
  const entries = new Map<string, BatchEntry>();
  let [mostUsd, bytes] = [0, 0];
  for await (const one of recall(questions, options, promptHash)) {
    if (one.key === null || entries.has(one.key)) continue;
    if (concludeAnswers(one.answers, rules.scale).kind !== 'open') continue;
    const request = await composeRequest(one.question, rules, kernels);
    const body = wire.compose(request, endpoint.model, abilities);
    const most = {
      inputTokens: estimateInputTokens(
        { ...request, detail: abilities.detail ? request.detail : null },
        endpoint
      ),
      outputTokens: request.maxOutputTokens
    };
    mostUsd += price ? share * computeCostUsd(most, price) : 0;
    bytes += JSON.stringify(body).length;
    if (capUsd !== null && mostUsd > capUsd) throw overCap(entries.size, capUsd);
    if (bytes > mostBytes) throw tooLarge(entries.size);
    const attempt = one.earlier.length === 0 ? 0 : 2 * Math.ceil((one.earlier.at(-1)!.attempt + 1) / 2);
    entries.set(one.key, { key: one.key, attempt, question: one.asked });
    requests.push({ name: one.key, body });
  }
  return {
    requests,
    entries: [...entries.values()],
    sent: describeSent(abilities, { effort: rules.effort, detail: rules.imageDetail }),
    mostUsd: price && mostUsd,
    leftOut: questions.length - entries.size
  };
}

const overCap = (fits: number, capUsd: number): DataError =>
  new DataError({
    code: 'batch-cap',
    where: {},
    what: 'the batch could pass the spending cap, so nothing was handed over',
    got: `room for ${fits} requests below $${capUsd}`,
    expected: 'fewer samples, a lower output limit, or a higher cap'
  });

const tooLarge = (fits: number): DataError =>
  new DataError({
    code: 'batch-size',
    where: {},
    what: 'the batch is larger than providers take',
    got: `more than 90 MB at ${fits} requests`,
    expected: 'fewer samples or a smaller image limit; hand over several batches'
  });
