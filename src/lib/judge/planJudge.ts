import type { JudgeView } from '../benchmark/judge';
import type { Size } from '../core/image';
import { composeTexts } from './composeTexts';
import { countImageTokens, hasImageRule } from './countImageTokens';
import { makeVerdictSchema } from './verdictSchema';
import { pairSchema } from './pair/parsePairVerdict';
import { estimateInputTokens } from './estimateTokens';
import type { JudgeQuestion, JudgeRules } from './JudgeQuestion';
import { listPictures } from './listPictures';
import { layCaption } from './layCaption';
import { limitSize } from './limitSize';
import { computeCostUsd, type Price } from './prices';
import type { Endpoint, JsonSchema } from './providers/Provider';

/** What a run will send, to whom, and what it may cost. Upper estimates: answers already stored make it less. */
export interface JudgePlan {
  /** Everything goes to this origin and nowhere else. */
  readonly origin: string;
  readonly samples: number;
  /** One a question; repairs and retries come on top. */
  readonly requests: number;
  readonly byView: Readonly<Record<JudgeView, number>>;
  readonly images: number;
  /** Pictures whose size is not read yet: they count as the most that the size limit allows. */
  readonly unmeasured: number;
  /** Whether it is published how the model counts pictures; otherwise they count as the most that any known model does. */
  readonly hasImageRule: boolean;
  /** Questions that cannot be asked, by their reason. */
  readonly impossible: ReadonlyMap<string, number>;
  readonly inputTokens: number;
  readonly outputTokens: { readonly usual: number; readonly most: number };
  /** Null where the model has no price. `most`: every answer as long as it may be, and each repaired once. */
  readonly costUsd: { readonly usual: number; readonly most: number } | null;
}

/** Six scores and five explanations of one or two sentences. */
const usualOutputTokens = 500;
/** What a repair says of the faults. */
const repairTokens = 400;

/**
 * Counts and estimates without reading a file.
 * @throws DataError for a mistake in the template
 */
export function planJudge(
  questions: readonly JudgeQuestion[],
  endpoint: Endpoint,
  rules: JudgeRules,
  price: Price | null
): JudgePlan {
  const byView = { 'w-gt': 0, 'wo-gt': 0 };
  const impossible = new Map<string, number>();
  const samples = new Set<unknown>();
  let [images, unmeasured, inputTokens] = [0, 0, 0];
  const verdictSchema = makeVerdictSchema(rules.scale);
  for (const question of questions) {
    const listed = listPictures(question.subject, question.view, question.rival?.subject);
    if (!listed.ok) {
      impossible.set(listed.reason, (impossible.get(listed.reason) ?? 0) + 1);
      continue;
    }
    samples.add(question.subject);
    byView[question.view]++;
    images += listed.pictures.length;
    inputTokens += estimateTexts(question, endpoint, rules, question.rival ? pairSchema : verdictSchema);
    for (const { image, caption } of listed.pictures) {
      const size = image.size?.();
      if (!size) unmeasured++;
      inputTokens += estimatePicture(size, caption, endpoint, rules);
    }
  }
  const requests = byView['w-gt'] + byView['wo-gt'];
  const outputTokens = { usual: requests * usualOutputTokens, most: requests * rules.maxOutputTokens };
  const tokens = { requests, inputTokens, outputTokens };
  const { origin } = new URL(endpoint.baseUrl);
  const pictures = { images, unmeasured, hasImageRule: hasImageRule(endpoint) };
  const counted = { origin, samples: samples.size, byView, ...pictures, impossible };
  return { ...counted, ...tokens, costUsd: price && estimateCost(tokens, price) };
}

function estimateTexts(
  question: JudgeQuestion,
  endpoint: Endpoint,
  rules: JudgeRules,
  schema: JsonSchema
): number {
  const { system, user } = composeTexts(question, rules);
  const turns = [{ role: 'user' as const, parts: [{ kind: 'text' as const, text: user }] }];
  return estimateInputTokens({ system, turns, detail: rules.imageDetail, schema }, endpoint);
}

/** Heights by width that a picture of unknown size may have: what is counted is not the most for a square everywhere. */
const shapes = [1, 0.75, 0.5, 0.375, 0.25, 4 / 3, 2, 8 / 3, 4];

function estimatePicture(
  size: Size | undefined,
  caption: string,
  endpoint: Endpoint,
  { imageLimitPx, imageDetail }: JudgeRules
): number {
  const limit = imageLimitPx;
  const possible = size
    ? [size]
    : shapes.map((shape) => ({ width: limit / Math.max(1, shape), height: limit * Math.min(1, shape) }));
  const counts = possible.map((one) =>
    countImageTokens(layCaption(limitSize(one, limit), caption).size, endpoint, imageDetail)
  );
  return Math.max(...counts);
}

function estimateCost(
  { requests, inputTokens, outputTokens }: Pick<JudgePlan, 'requests' | 'inputTokens' | 'outputTokens'>,
  price: Price
): JudgePlan['costUsd'] {
  const usual = computeCostUsd({ inputTokens, outputTokens: outputTokens.usual }, price);
  // A repair sends everything again, with the answer that was none.
  const again = inputTokens + outputTokens.most + requests * repairTokens;
  const most = { inputTokens: inputTokens + again, outputTokens: 2 * outputTokens.most };
  return { usual, most: computeCostUsd(most, price) };
}
