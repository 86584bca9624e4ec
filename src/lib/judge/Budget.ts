import { computeCostUsd, type Price } from './prices';
import type { Usage } from './providers/Provider';

/** What a request under way may cost at most. */
export interface Reservation {
  readonly costUsd: number;
}

/**
 * Keeps a spending cap: a request starts only when all that was spent, all that is under way at its highest estimate, and
 * its own highest estimate fit below the cap together.
 */
export class Budget {
  readonly #price: Price | null;
  readonly #capUsd: number | null;
  #spentUsd = 0;
  #reservedUsd = 0;

  constructor(price: Price | null, capUsd: number | null) {
    this.#price = price;
    this.#capUsd = capUsd;
  }

  /** Null where the model has no price. */
  get spentUsd(): number | null {
    return this.#price && this.#spentUsd;
  }

  get hasReserved(): boolean {
    return this.#reservedUsd > 0;
  }

  /** Null when it does not fit now. */
  reserve(most: Usage): Reservation | null {
    const costUsd = this.#price ? computeCostUsd(most, this.#price) : 0;
    const sumUsd = this.#spentUsd + this.#reservedUsd + costUsd;
    if (this.#capUsd !== null && sumUsd > this.#capUsd) return null;
    this.#reservedUsd += costUsd;
    return { costUsd };
  }

  /**
   * @param usage what the provider counted; null where it says nothing or its answer got lost: then the estimate counts
   * @returns the cost, null where the model has no price
   */
  charge(reservation: Reservation, usage: Usage | null): number | null {
    this.release(reservation);
    if (!this.#price) return null;
    const costUsd = usage ? computeCostUsd(usage, this.#price) : reservation.costUsd;
    this.#spentUsd += costUsd;
    return costUsd;
  }

  /** Nothing was charged. */
  release({ costUsd }: Reservation): void {
    // Sums of decimals leave dust; none is under way when nothing is.
    this.#reservedUsd = Math.max(0, this.#reservedUsd - costUsd);
    if (this.#reservedUsd < 1e-12) this.#reservedUsd = 0;
  }
}
