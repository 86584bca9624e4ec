import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/lib/judge/Budget';
import { canCap, computeCostUsd, findPrice, type Price } from '../../src/lib/judge/prices';
import { testPrice as price } from './judgeTools';

/** Tokens that cost so many dollars at `price`, all of them output. */
const worth = (usd: number) => ({ inputTokens: 0, outputTokens: usd * 100_000 });

describe('what tokens cost', () => {
  it('is their number by the price of a million', () => {
    expect(computeCostUsd({ inputTokens: 1_000_000, outputTokens: 0 }, price)).toBe(2);
    expect(computeCostUsd({ inputTokens: 0, outputTokens: 1_000_000 }, price)).toBe(10);
    expect(computeCostUsd({ inputTokens: 900, outputTokens: 300 }, price)).toBeCloseTo(0.0048, 15);
  });

  it('can be capped only where it costs anything', () => {
    expect(
      [price, { ...price, inputUsdPerMillion: 0 }, { ...price, outputUsdPerMillion: 0 }].map(canCap)
    ).toEqual([true, true, true]);
    expect([null, { ...price, inputUsdPerMillion: 0, outputUsdPerMillion: 0 }].map(canCap)).toEqual([
      false,
      false
    ]);
  });

  it('is that of the longest name that fits, of the same provider', () => {
    const other = (model: string, facts: Partial<Price> = {}) => ({ ...price, model, ...facts });
    const prices = [
      other('gpt-5'),
      other('gpt-5-mini'),
      other('GPT-4.1'),
      other('gpt-5', { provider: 'gemini' })
    ];
    const found = (model: string) => findPrice(prices, 'openai', model);
    expect(found('gpt-5')).toBe(prices[0]);
    expect(found('gpt-5-2025-08-07')).toBe(prices[0]);
    expect(found('gpt-5-mini-2025-08-07')).toBe(prices[1]);
    expect(found('models/gpt-4.1-latest')).toBe(prices[2]);
    expect(found('gpt-5@20250807')).toBe(prices[0]);
    for (const unknown of ['gpt-5-nano', 'gpt-55', 'my-gpt-5', 'gpt', '']) expect(found(unknown)).toBeNull();
    expect(findPrice(prices, 'anthropic', 'gpt-5')).toBeNull();
    expect(findPrice([...prices].reverse(), 'openai', 'gpt-5-mini')).toBe(prices[1]);
  });
});

describe('the spending cap', () => {
  it('counts what was spent, what is under way at its most, and what is asked for', () => {
    const budget = new Budget(price, 10);
    const first = budget.reserve(worth(4))!;
    expect([first.costUsd, budget.hasReserved, budget.spentUsd]).toEqual([4, true, 0]);
    const second = budget.reserve(worth(6))!;
    expect(budget.reserve(worth(0.001))).toBeNull();
    // It cost less than it might have.
    expect(budget.charge(first, worth(1))).toBe(1);
    expect(budget.spentUsd).toBe(1);
    expect(budget.reserve(worth(3.1))).toBeNull();
    const third = budget.reserve(worth(3))!;
    expect(third.costUsd).toBe(3);
    budget.release(second);
    expect(budget.spentUsd).toBe(1);
    expect(budget.reserve(worth(6))).not.toBeNull();
  });

  it('counts the estimate where the provider counts nothing, and what it counted where that is more', () => {
    const budget = new Budget(price, 10);
    expect(budget.charge(budget.reserve(worth(4))!, null)).toBe(4);
    expect(budget.charge(budget.reserve(worth(1))!, worth(5))).toBe(5);
    expect([budget.spentUsd, budget.hasReserved]).toEqual([9, false]);
    expect(budget.reserve(worth(1))).not.toBeNull();
    expect(budget.reserve(worth(0.01))).toBeNull();
  });

  it('has nothing under way when nothing is, whatever dust the sums leave', () => {
    const budget = new Budget(price, null);
    const reservations = [0.1, 0.2, 0.3].map((usd) => budget.reserve(worth(usd))!);
    for (const reservation of reservations) budget.release(reservation);
    expect(budget.hasReserved).toBe(false);
    budget.release(reservations[0]!);
    expect(budget.hasReserved).toBe(false);
    expect(new Budget(price, 0.6).reserve(worth(0.6))).not.toBeNull();
  });

  it('is none where there is none, and costs are none without a price', () => {
    const uncapped = new Budget(price, null);
    expect(uncapped.reserve(worth(1e6))).toEqual({ costUsd: 1e6 });
    const free = new Budget(null, 1);
    const reservation = free.reserve(worth(1e6))!;
    expect([reservation.costUsd, free.charge(reservation, worth(5)), free.spentUsd]).toEqual([0, null, null]);
  });
});
