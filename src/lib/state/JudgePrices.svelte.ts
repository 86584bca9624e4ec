import { findPrice, listPrices, type Price } from '../judge/prices';
import type { Endpoint, ListedModel } from '../judge/providers/Provider';
import { readOwnPrices, writeOwnPrices } from './ownPrices';

type Asked = Pick<Endpoint, 'provider' | 'model'>;

/** What models cost: as entered here, as the provider publishes it, or as it was looked up. A price is of one model. */
export class JudgePrices {
  #own = $state.raw<readonly Price[]>(readOwnPrices());
  #published = $state.raw<readonly Price[]>([]);

  /** Null where none is known. */
  find(asked: Asked): Price | null {
    return this.findOwn(asked) ?? this.findListed(asked);
  }

  findOwn({ provider, model }: Asked): Price | null {
    return this.#own.find((price) => price.provider === provider && price.model === model) ?? null;
  }

  /** What applies without an own price. */
  findListed({ provider, model }: Asked): Price | null {
    const published = this.#published.find((price) => price.provider === provider && price.model === model);
    return published ?? findPrice(listPrices, provider, model);
  }

  set({ provider, model }: Asked, input: number, output: number): void {
    const own = this.#own.filter((price) => price.provider !== provider || price.model !== model);
    this.#write([...own, makePrice(provider, model, input, output)]);
  }

  forget({ provider, model }: Asked): void {
    this.#write(this.#own.filter((price) => price.provider !== provider || price.model !== model));
  }

  publish(provider: Endpoint['provider'], models: readonly ListedModel[]): void {
    const added = models.flatMap(({ id, price }) =>
      price ? [makePrice(provider, id, price.input, price.output)] : []
    );
    this.#published = [...this.#published.filter((price) => price.provider !== provider), ...added];
  }

  #write(prices: readonly Price[]): void {
    this.#own = prices;
    writeOwnPrices(prices);
  }
}

function makePrice(provider: Price['provider'], model: string, input: number, output: number): Price {
  const date = new Date().toISOString().slice(0, 10);
  return { provider, model, inputUsdPerMillion: input, outputUsdPerMillion: output, date };
}
