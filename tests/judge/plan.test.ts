import { describe, expect, it } from 'vitest';
import { taskNames } from '../../src/lib/benchmark/tasks';
import { Budget } from '../../src/lib/judge/Budget';
import { planJudge } from '../../src/lib/judge/planJudge';
import { computeCostUsd, findPrice, listPrices } from '../../src/lib/judge/prices';
import { sampleRows } from '../../src/lib/judge/sampleRows';
import type { JudgeRules, SubjectImage } from '../../src/lib/judge/JudgeQuestion';
import { makeRow } from '../stats/rows';
import {
  collect,
  makeImage,
  makeOptions,
  makeQuestions,
  makeSubject,
  testPrice as price
} from './judgeTools';

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

  it('has the questions of both views and of comparisons, each with its texts', () => {
    const [question] = makeQuestions(1);
    const one = planJudge([question!], endpoint, rules, null);
    const both = planJudge([question!, { ...question!, view: 'wo-gt' }], endpoint, rules, null);
    expect(both).toMatchObject({ requests: 2, samples: 1, byView: { 'w-gt': 1, 'wo-gt': 1 } });
    expect(both.inputTokens).toBeGreaterThan(1.5 * one.inputTokens);
    const longer = { ...question!, subject: makeSubject(1, { response: 'x'.repeat(3000) }) };
    const grown = planJudge([longer], endpoint, rules, null);
    // Three letters a token; "a cyst", which it takes the place of, is three.
    expect(grown.inputTokens - one.inputTokens).toBeGreaterThan(990);
    const rival = { subject: makeSubject(1, { response: 'y'.repeat(3000) }), swapped: false };
    const pair = planJudge([{ ...longer, rival }], endpoint, rules, null);
    expect(pair.inputTokens).toBeGreaterThan(2000);
  });

  it('is an upper estimate of texts: more tokens than a quarter of the letters', () => {
    const plan = planJudge(makeQuestions(1), endpoint, rules, null);
    expect(plan.inputTokens).toBeGreaterThan(700);
  });
});

describe('the pictures of a plan', () => {
  const { rules } = makeOptions('https://api.example/v1');
  const sized = (width: number, height: number): SubjectImage => ({
    ...makeImage('in.png'),
    size: () => ({ width, height })
  });
  /** What the pictures of a question count beside its texts, which are the same for all pictures. */
  const countPictures = (model: string, image: SubjectImage, facts: Partial<JudgeRules> = {}) => {
    const endpoint = { ...makeOptions('https://api.example/v1').endpoint, model };
    const plan = planJudge(
      [{ subject: makeSubject(1, { inputs: [image] }), view: 'w-gt', repeat: 0 }],
      endpoint,
      { ...rules, ...facts },
      null
    );
    const none = planJudge(
      [{ subject: makeSubject(1, { inputs: [sized(1, 1)] }), view: 'w-gt', repeat: 0 }],
      { ...endpoint, model: 'gemini-3-pro' },
      rules,
      null
    );
    // Gemini 3 counts 1,120 for any picture.
    return { ...plan, tokens: plan.inputTokens - (none.inputTokens - 1120) };
  };

  it('count by their size with the strip, as they are sent', () => {
    // Fitted into 1,024 px a side: 1024 × 512, and a strip of four times 15 px: 32 × 18 patches of 32 px, by 1.2.
    const large = countPictures('gpt-5.4', sized(4096, 2048));
    expect([large.tokens, large.unmeasured, large.images]).toEqual([Math.ceil(32 * 18 * 1.2), 0, 1]);
    // 512 × 256, scale 2, a strip of 30 px: 16 × 9.
    expect(countPictures('gpt-5.4', sized(4096, 2048), { imageLimitPx: 512 }).tokens).toBe(173);
  });

  it('of unknown size count as the most of any shape', () => {
    const { tokens, unmeasured } = countPictures('gpt-5.4', makeImage('in.png'));
    // The square is the largest: 1024 × 1024 with its strip of 60 px, 32 × 34.
    expect([tokens, unmeasured]).toEqual([Math.ceil(32 * 34 * 1.2), 1]);
    // Gemini 2 counts tiles: a narrow picture has more than a square one.
    const square = countPictures('gemini-2.5-pro', sized(1024, 1024));
    const narrow = countPictures('gemini-2.5-pro', sized(256, 1024));
    const any = countPictures('gemini-2.5-pro', makeImage('in.png'));
    expect(any.tokens).toBeGreaterThanOrEqual(Math.max(square.tokens, narrow.tokens));
  });

  it('are known to be counted as published, or not', () => {
    expect(countPictures('gpt-5.4', sized(9, 9)).hasImageRule).toBe(true);
    expect(countPictures('my-own', sized(9, 9)).hasImageRule).toBe(false);
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

  it('is told by ascending rows, each of a task', () => {
    const mixed = rows.map((row, i) => (i % 3 === 0 ? { ...row, task: null } : row)).toReversed();
    const drawn = sampleRows(mixed, 5, 3);
    expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
    expect(drawn.every((i) => mixed[i]!.task !== null)).toBe(true);
  });

  it('draws every task by a stream of its own, so that other tasks change nothing', () => {
    const [first, second] = taskNames.map((task) => rows.filter((row) => row.task === task));
    const numbersOf = (own: typeof rows, task: string) =>
      sampleRows(own, 5, 7)
        .filter((i) => own[i]!.task === task)
        .map((i) => own[i]!.sampleId.replace(task, ''));
    expect(numbersOf(second!, taskNames[1]!)).toEqual(numbersOf([...first!, ...second!], taskNames[1]!));
    expect(numbersOf(rows, taskNames[0]!)).not.toEqual(numbersOf(rows, taskNames[1]!));
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
