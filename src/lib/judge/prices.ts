import type { ProviderId, Usage } from './providers/Provider';

/** What a model's tokens cost; the user may change every field. */
export interface Price {
  readonly provider: ProviderId;
  /** A model's name, or the beginning of it before a dash or colon: `gpt-4.1` is also `gpt-4.1-2025-04-14`. */
  readonly model: string;
  readonly inputUsdPerMillion: number;
  readonly outputUsdPerMillion: number;
  /** When it was looked up, ISO 8601 date. */
  readonly date: string;
}

const date = '2026-11-22';
const row = (provider: ProviderId, model: string, input: number, output: number): Price => ({
  provider,
  model,
  inputUsdPerMillion: input,
  outputUsdPerMillion: output,
  date
});

/** List prices without discounts, of some models that read images. Providers change them: check before a large run. */
export const listPrices: readonly Price[] = [
  row('openai', 'gpt-6.1-sol', 2, 10),
  row('openai', 'gpt-6.1-terra', 1, 5),
  row('openai', 'gpt-6-luna', 0.1, 0.5),
  row('openai', 'gpt-5', 1.25, 10),
  row('openai', 'gpt-5-mini', 0.25, 2),
  row('openai', 'gpt-4.1', 2, 8),
  row('openai', 'gpt-4.1-mini', 0.4, 1.6),
  row('openai', 'gpt-4o', 2.5, 10),
  row('anthropic', 'claude-opus-5-5', 4, 20),
  row('anthropic', 'claude-sonnet-5-5', 2, 10),
  row('anthropic', 'claude-haiku-5-5', 0.1, 0.5),
  row('anthropic', 'claude-opus-4-5', 5, 25),
  row('anthropic', 'claude-sonnet-4-5', 3, 15),
  row('anthropic', 'claude-haiku-4-5', 1, 5),
  row('gemini', 'gemini-3.6-flash', 1.5, 7.5),
  row('gemini', 'gemini-2.5-pro', 1.25, 10),
  row('gemini', 'gemini-2.5-flash', 0.3, 2.5)
];

/** The price of the longest name that the model's begins with; null where none is known. */
export function findPrice(prices: readonly Price[], provider: ProviderId, model: string): Price | null {
  const name = model.replace(/^models\//, '').toLowerCase();
  const fitting = prices.filter(
    (price) => price.provider === provider && startsWithName(name, price.model.toLowerCase())
  );
  return fitting.sort((a, b) => b.model.length - a.model.length)[0] ?? null;
}

/** A version or a date may follow; `gpt-5` is not `gpt-5-mini`, whose price is another. */
function startsWithName(model: string, name: string): boolean {
  if (!model.startsWith(name)) return false;
  const rest = model.slice(name.length);
  return /^($|[-@:](\d|latest|preview|exp))/.test(rest);
}

export function computeCostUsd({ inputTokens, outputTokens }: Usage, price: Price): number {
  return (inputTokens * price.inputUsdPerMillion + outputTokens * price.outputUsdPerMillion) / 1e6;
}
