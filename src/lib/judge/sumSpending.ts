import type { StoredAnswer } from './AnswerStore';

/** What the stored answers of one model cost. */
export interface ModelSpending {
  readonly provider: string;
  readonly model: string;
  readonly answers: number;
  /** Answers that were paid without a price being known. */
  readonly unpriced: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  /** ISO 8601. */
  readonly lastAt: string;
}

/** Of all answers, by provider and model, the most expensive first. Requests whose answer got lost left nothing here. */
export function sumSpending(answers: readonly StoredAnswer[]): readonly ModelSpending[] {
  const groups = Map.groupBy(answers, ({ question }) => JSON.stringify([question.provider, question.model]));
  const sums = [...groups.values()].map((own): ModelSpending => {
    const { provider, model } = own[0]!.question;
    const add = (of: (answer: StoredAnswer) => number): number => own.reduce((sum, one) => sum + of(one), 0);
    return {
      provider,
      model,
      answers: own.length,
      unpriced: own.filter(({ costUsd }) => costUsd === null).length,
      inputTokens: add(({ usage }) => usage?.inputTokens ?? 0),
      outputTokens: add(({ usage }) => usage?.outputTokens ?? 0),
      costUsd: add(({ costUsd }) => costUsd ?? 0),
      lastAt: own
        .map(({ receivedAt }) => receivedAt)
        .toSorted()
        .at(-1)!
    };
  });
  return sums.toSorted((a, b) => b.costUsd - a.costUsd || b.answers - a.answers);
}
