import * as v from 'valibot';
import type { Price } from '../judge/prices';
import { providerIds } from '../judge/providers/providers';

const storageKey = 'medgen-bench-viewer:judge-prices';

const amount = v.pipe(v.number(), v.minValue(0));
const schema = v.array(
  v.object({
    provider: v.picklist(providerIds),
    model: v.string(),
    inputUsdPerMillion: amount,
    outputUsdPerMillion: amount,
    date: v.string()
  })
);

/** Prices that were entered in this browser, one a provider and model; none where they cannot be read. */
export function readOwnPrices(): readonly Price[] {
  try {
    const parsed = v.safeParse(schema, JSON.parse(localStorage.getItem(storageKey) ?? '[]'));
    return parsed.success ? parsed.output : [];
  } catch {
    return [];
  }
}

/** Where the browser refuses storage, they last as long as the page. */
export function writeOwnPrices(prices: readonly Price[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(prices));
  } catch {
    // Nothing else depends on it.
  }
}
