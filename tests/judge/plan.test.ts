import { describe, expect, it } from 'vitest';
import { taskNames } from '../../src/lib/benchmark/tasks';
import { Budget } from '../../src/lib/judge/Budget';
import { planJudge } from '../../src/lib/judge/planJudge';
import { computeCostUsd, findPrice, listPrices, type Price } from '../../src/lib/judge/prices';
import { sampleRows } from '../../src/lib/judge/sampleRows';
import { makeRow } from '../stats/rows';
import { collect, makeImage, makeOptions, makeQuestions, makeSubject } from './judgeTools';

const price: Price = {
  provider: 'openai',
  model: 'gpt-test',
  inputUsdPerMillion: 2,
  outputUsdPerMillion: 10,
  date: '2026-01-01'
};

describe('the plan', () => {
  const { endpoint, rules } = makeOptions('https://api.example/v1');

  it('says how many requests and pictures go where, and what cannot be asked', () => {
    const edit = makeSubject(1, {
      format: 'edit',
      task: 'style-transfer',
      inputs: [],
      reference: makeImage('r.png'),
      output: makeImage('o.png')
    });
    const questions = [
      ...makeQuestions(3),
      { subject: edit, view: 'w-gt' as const, repeat: 0 },
      { subject: edit, view: 'wo-gt' as const, repeat: 0 }
    ];
    const plan = planJudge(questions, endpoint, rules, price);
    expect(plan).toMatchObject({
      origin: 'https://api.example',
      samples: 4,
      requests: 4,
      byView: { 'w-gt': 4, 'wo-gt': 0 },
      images: 5
    });
    expect([...plan.impossible]).toEqual([['not judged: there is no input image', 1]]);
    expect(plan.outputTokens.most).toBe(4 * 4096);
    expect(plan.costUsd!.usual).toBeCloseTo((plan.inputTokens * 2 + 4 * 500 * 10) / 1e6, 12);
    // Twice the input, the answer and 400 tokens of faults in the repair; twice the longest answer.
    const most = (2 * plan.inputTokens + 4 * (4096 + 400)) * 2 + 2 * 4 * 4096 * 10;
    expect(plan.costUsd!.most).toBeCloseTo(most / 1e6, 12);
    expect(plan.costUsd!.usual).toBeLessThan(plan.costUsd!.most);
    expect(planJudge(questions, endpoint, rules, null).costUsd).toBeNull();
  });

  it('is an upper estimate of texts: more tokens than a quarter of the letters', () => {
    const plan = planJudge(makeQuestions(1), endpoint, rules, null);
    expect(plan.inputTokens).toBeGreaterThan(700);
  });
});

describe('prices', () => {
  it('are those of the longest name that fits, with its versions, and of no other model', () => {
    expect(findPrice(listPrices, 'openai', 'gpt-4.1-2025-04-14')?.model).toBe('gpt-4.1');
    expect(findPrice(listPrices, 'openai', 'gpt-4.1-mini')?.model).toBe('gpt-4.1-mini');
    expect(findPrice(listPrices, 'openai', 'gpt-5-nano')).toBeNull();
    expect(findPrice(listPrices, 'gemini', 'models/gemini-2.5-flash')?.model).toBe('gemini-2.5-flash');
    expect(findPrice(listPrices, 'compatible', 'gpt-4.1')).toBeNull();
  });

  it('are in dollars a million tokens', () => {
    expect(computeCostUsd({ inputTokens: 1_000_000, outputTokens: 500_000 }, price)).toBe(7);
  });
});

describe('a budget', () => {
  const most = { inputTokens: 0, outputTokens: 10_000 };

  it('counts what is under way as if it cost the most', () => {
    const budget = new Budget(price, 0.25);
    const first = budget.reserve(most)!;
    expect(budget.reserve(most)).not.toBeNull();
    expect(budget.reserve(most)).toBeNull();
    expect(budget.charge(first, { inputTokens: 0, outputTokens: 1_000 })).toBeCloseTo(0.01);
    expect(budget.reserve(most)).not.toBeNull();
    expect(budget.spentUsd).toBeCloseTo(0.01);
  });

  it('counts an answer that got lost at its estimate, and a refusal not at all', () => {
    const budget = new Budget(price, 0.3);
    budget.charge(budget.reserve(most)!, null);
    budget.release(budget.reserve(most)!);
    expect(budget.spentUsd).toBeCloseTo(0.1);
    expect(budget.hasReserved).toBe(false);
  });

  it('with a cap needs a price before anything is sent', async () => {
    const options = makeOptions('https://api.example/v1', { capUsd: 1 });
    await expect(collect(makeQuestions(1), options)).rejects.toThrow(/no price for this model; got gpt-test/);
  });
});

describe('a stratified sample', () => {
  const rows = taskNames.flatMap((task) =>
    Array.from({ length: 20 }, (_, i) => makeRow({ task, sampleId: `${task}-${i}` }))
  );

  it('has so many of each task, none twice, and all where there are fewer', () => {
    const drawn = sampleRows(rows, 5, 7);
    expect(drawn).toHaveLength(80);
    expect(new Set(drawn).size).toBe(80);
    for (const task of taskNames) expect(drawn.filter((i) => rows[i]!.task === task)).toHaveLength(5);
    expect(sampleRows(rows, 100, 7)).toHaveLength(320);
    expect(sampleRows([makeRow({ task: null })], 5, 7)).toEqual([]);
  });

  it('is the same for a seed whatever the order of rows, another for another, and grows with its size', () => {
    const idsOf = (of: typeof rows, perTask: number, seed: number): string[] =>
      sampleRows(of, perTask, seed)
        .map((i) => of[i]!.sampleId)
        .sort();
    const drawn = idsOf(rows, 5, 7);
    expect(idsOf(rows.toReversed(), 5, 7)).toEqual(drawn);
    expect(idsOf(rows, 5, 8)).not.toEqual(drawn);
    expect(idsOf(rows, 6, 7)).toEqual(expect.arrayContaining(drawn));
  });
});
