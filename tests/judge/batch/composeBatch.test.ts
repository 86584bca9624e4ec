import { describe, expect, it } from 'vitest';
import type { StoredAnswer } from '../../../src/lib/judge/AnswerStore';
import { composeBatch } from '../../../src/lib/judge/batch/composeBatch';
import { estimateInputTokens } from '../../../src/lib/judge/estimateTokens';
import { composeRequest } from '../../../src/lib/judge/composeRequest';
import type { JudgeOptions } from '../../../src/lib/judge/JudgeOptions';
import { makeOptions, makeQuestions, MemoryStore, testPrice as price } from '../judgeTools';
import { able, unable } from '../providers/asked';
import { writeAnswer } from '../simulator/wireShapes';

const options = (facts: Partial<JudgeOptions> = {}) => makeOptions('https://api.example/v1', facts);

describe('a batch', () => {
  it('has a request for each question, once, and what was sent', async () => {
    const questions = makeQuestions(2);
    const rules = { ...options().rules, effort: 'low', imageDetail: 'high' } as const;
    const batch = await composeBatch([...questions, questions[0]!], options({ rules }), able, 1);
    expect(batch.requests.map(({ name }) => name)).toEqual(batch.entries.map(({ key }) => key));
    expect(batch.entries.map(({ attempt, question }) => [attempt, question.sampleId])).toEqual([
      [0, 'id-1'],
      [0, 'id-2']
    ]);
    expect(batch.requests[0]!.body).toMatchObject({ model: 'gpt-test', reasoning_effort: 'low' });
    expect(batch).toMatchObject({
      sent: { structure: 'schema', temperature: 0, effort: 'low', imageDetail: 'high' },
      mostUsd: null,
      leftOut: 1
    });
  });

  it('costs its share of every answer at the limit, and is refused only above the cap', async () => {
    const [question] = makeQuestions(1);
    const base = options({ price });
    const request = await composeRequest(question!, base.rules, base.kernels);
    const mostUsd = (estimateInputTokens(request, base.endpoint) * 2 + 4096 * 10) / 2 / 1e6;
    const compose = (capUsd: number | null) => composeBatch([question!], { ...base, capUsd }, able, 0.5);
    expect((await compose(null)).mostUsd).toBeCloseTo(mostUsd, 12);
    expect((await compose(mostUsd)).requests).toHaveLength(1);
    await expect(compose(mostUsd * 0.99)).rejects.toMatchObject({
      problem: {
        code: 'batch-cap',
        what: 'the batch could pass the spending cap, so nothing was handed over',
        got: `room for 0 requests below $${mostUsd * 0.99}`,
        expected: 'fewer samples, a lower output limit, or a higher cap'
      }
    });
  });

  it('counts a detail only where the model takes it', async () => {
    const rules = { ...options().rules, imageDetail: 'low' } as const;
    const endpoint = { ...options().endpoint, model: 'gemini-3-pro' };
    const most = async (abilities: typeof able) =>
      (await composeBatch(makeQuestions(1), options({ rules, endpoint, price }), abilities, 1)).mostUsd!;
    // A picture is 1,120 tokens, or 280 in low detail.
    expect((await most(unable)) - (await most(able))).toBeCloseTo((840 * 2) / 1e6, 12);
  });

  it.each([
    [[0], 2],
    [[0, 1], 2],
    [[0, 1, 2], 4]
  ])('asks anew, after tries %j, as number %i', async (attempts, attempt) => {
    const store = new MemoryStore();
    const questions = makeQuestions(1);
    const first = await composeBatch(questions, options({ store }), able, 1);
    const { key, question } = first.entries[0]!;
    const body = JSON.stringify(writeAnswer('openai', 'no', 'refusal', { input: 1, output: 1 }));
    for (const one of attempts) {
      await store.write({ key, attempt: one, question, body, wire: 'openai-chat' } as StoredAnswer);
    }
    expect((await composeBatch(questions, options({ store }), able, 1)).entries).toEqual([]);
    const again = await composeBatch(questions, options({ store, again: () => true }), able, 1);
    expect(again.entries).toMatchObject([{ key, attempt }]);
  });
});
