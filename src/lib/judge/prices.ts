import listed from './listPrices.json';
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

/** List prices without discounts, of some models that read images. Providers change them: check before a large run. */
export const listPrices: readonly Price[] = listed.prices.map(([provider, model, input, output]) => ({
  provider: provider as ProviderId,
  model: model as string,
  inputUsdPerMillion: input as number,
  outputUsdPerMillion: output as number,
  date: listed.date
}));

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

/** Whether a cap can ever act: at no price, and at a price of nothing, it cannot. */
export const canCap = (price: Price | null): boolean =>
  price !== null && price.inputUsdPerMillion + price.outputUsdPerMillion > 0;

export function computeCostUsd({ inputTokens, outputTokens }: Usage, price: Price): number {
  return (inputTokens * price.inputUsdPerMillion + outputTokens * price.outputUsdPerMillion) / 1e6;
}
