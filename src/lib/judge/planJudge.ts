import type { JudgeView } from '../benchmark/judge';
import { composePrompt } from './composePrompt';
import { estimateImageTokens, estimateInputTokens } from './estimateTokens';
import type { JudgeQuestion, JudgeRules } from './JudgeQuestion';
import { listPictures } from './listPictures';
import { computeCostUsd, type Price } from './prices';
import type { Endpoint } from './providers/Provider';
import { providers } from './providers/providers';

/** What a run will send, to whom, and what it may cost. Upper estimates: answers already stored make it less. */
export interface JudgePlan {
  /** Everything goes to this origin and nowhere else. */
  readonly origin: string;
  readonly samples: number;
  /** One a question; repairs and retries come on top. */
  readonly requests: number;
  readonly byView: Readonly<Record<JudgeView, number>>;
  readonly images: number;
  /** Questions that cannot be asked, by their reason. */
  readonly impossible: ReadonlyMap<string, number>;
  readonly inputTokens: number;
  readonly outputTokens: { readonly usual: number; readonly most: number };
  /** Null where the model has no price. `most`: every answer as long as it may be. */
  readonly costUsd: { readonly usual: number; readonly most: number } | null;
}

/** Six scores and five explanations of one or two sentences. */
const usualOutputTokens = 500;

/**
 * Counts and estimates without reading a file: pictures are taken to be squares of the size limit.
 * @throws DataError for a mistake in the template
 */
export function planJudge(
  questions: readonly JudgeQuestion[],
  endpoint: Endpoint,
  rules: JudgeRules,
  price: Price | null
): JudgePlan {
  const { format } = providers[endpoint.provider].wire;
  const side = rules.imageLimitPx;
  const imageTokens = estimateImageTokens({ width: side, height: Math.ceil(side * 1.06) }, format);
  const byView = { 'w-gt': 0, 'wo-gt': 0 };
  const impossible = new Map<string, number>();
  const samples = new Set<unknown>();
  let [images, inputTokens] = [0, 0];
  for (const question of questions) {
    const listed = listPictures(question.subject, question.view);
    if (!listed.ok) {
      impossible.set(listed.reason, (impossible.get(listed.reason) ?? 0) + 1);
      continue;
    }
    samples.add(question.subject);
    byView[question.view]++;
    images += listed.pictures.length;
    const { system, user } = composePrompt(question, rules);
    const turns = [{ role: 'user' as const, parts: [{ kind: 'text' as const, text: user }] }];
    const texts = { system, turns, maxOutputTokens: rules.maxOutputTokens, schema: null };
    inputTokens += estimateInputTokens(texts, format) + listed.pictures.length * imageTokens;
  }
  const requests = byView['w-gt'] + byView['wo-gt'];
  const outputTokens = { usual: requests * usualOutputTokens, most: requests * rules.maxOutputTokens };
  const cost = (output: number, one: Price): number =>
    computeCostUsd({ inputTokens, outputTokens: output }, one);
  return {
    origin: new URL(endpoint.baseUrl).origin,
    samples: samples.size,
    requests,
    byView,
    images,
    impossible,
    inputTokens,
    outputTokens,
    costUsd: price && { usual: cost(outputTokens.usual, price), most: cost(outputTokens.most, price) }
  };
}
