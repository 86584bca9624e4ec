import { describe, expect, it } from 'vitest';
import type { StoredAnswer } from '../../src/lib/judge/AnswerStore';
import { computeOlderKey } from '../../src/lib/judge/answerKey';
import type { JudgeOptions } from '../../src/lib/judge/JudgeOptions';
import { recall, type OpenQuestion, type Recalled } from '../../src/lib/judge/Recall';
import { makeOptions, makeQuestions, makeSubject, MemoryStore } from './judgeTools';
import { writeAnswer } from './simulator/wireShapes';

describe('what is known of questions', () => {
  const base = makeOptions('https://api.example/v1');
  const find = (questions: ReturnType<typeof makeQuestions>, facts: Partial<JudgeOptions> = {}) =>
    Array.fromAsync(recall(questions, { ...base, ...facts }, 'hash')) as Promise<Recalled[]>;
  const declined = JSON.stringify(writeAnswer('openai', 'no', 'refusal', { input: 1, output: 1 }));
  const cut = JSON.stringify(writeAnswer('openai', 'hm', 'length', { input: 1, output: 1 }));

  /** The one question, with these answers stored under its key. */
  async function remember(
    bodies: readonly (readonly [attempt: number, body: string])[],
    maxOutputTokens = 4096
  ) {
    const questions = makeQuestions(1);
    const [one] = (await find(questions)) as OpenQuestion[];
    const store = new MemoryStore();
    for (const [attempt, body] of bodies) {
      const question = { ...one!.asked, maxOutputTokens };
      await store.write({ key: one!.key, attempt, question, body, wire: 'openai-chat' } as StoredAnswer);
    }
    const again = async (facts: Partial<JudgeOptions> = {}) =>
      ((await find(questions, { store, ...facts })) as OpenQuestion[])[0]!;
    return { one: one!, store, questions, again };
  }

  it('comes in their order, however many there are', async () => {
    const questions = makeQuestions(40);
    const found = await find(questions);
    expect(found.map((one) => one.question)).toEqual(questions);
    expect(new Set(found.map(({ key }) => key)).size).toBe(40);
    expect(found[0]).toMatchObject({ earlier: [], answers: [], failures: 0, requests: 0 });
    await expect(find(questions, { signal: AbortSignal.abort('left') })).rejects.toBe('left');
  });

  it('is the reason where one cannot be asked', async () => {
    const view = 'w-gt' as const;
    const blind = { subject: makeSubject(1, { inputs: [] }), view, repeat: 0 };
    const broken = {
      path: 'x.png',
      hash: () => Promise.reject(new TypeError('other')),
      decode: () => Promise.reject(new TypeError('other'))
    };
    expect(await find([blind])).toEqual([
      { question: blind, key: null, reason: 'not judged: there is no input image', cause: 'material' }
    ]);
    await expect(find([{ ...blind, subject: makeSubject(1, { inputs: [broken] }) }])).rejects.toThrow(
      'other'
    );
  });

  it('is a batch that has it, unless its answer is stored already', async () => {
    const { one, questions, again } = await remember([[0, declined]]);
    const handedOver = new Set([one.key]);
    expect((await find(questions, { handedOver }))[0]).toMatchObject({
      key: null,
      cause: 'batch',
      reason: 'not asked: it is in a batch that is not collected yet'
    });
    expect(await again({ handedOver })).toMatchObject({ key: one.key, answers: [{ attempt: 0 }] });
  });

  it('are the answers, which count no more where it is asked again', async () => {
    const { again } = await remember([[0, declined]]);
    expect(await again()).toMatchObject({ earlier: [], answers: [{ attempt: 0 }] });
    expect(await again({ again: () => false })).toMatchObject({ earlier: [], answers: [{ attempt: 0 }] });
    expect(await again({ again: () => true })).toMatchObject({ earlier: [{ attempt: 0 }], answers: [] });
  });

  it('is asked again by itself only where it was cut at a lower limit', async () => {
    const { rules } = base;
    const lower = await remember([[0, cut]], 1000);
    expect((await lower.again()).answers).toHaveLength(0);
    expect((await lower.again({ rules: { ...rules, maxOutputTokens: 1000 } })).answers).toHaveLength(1);
    const other = await remember([[0, declined]], 1000);
    expect((await other.again()).answers).toHaveLength(1);
  });

  it('is asked eight times at most', async () => {
    const times = async (attempt: number) =>
      (await (await remember([[attempt, declined]])).again({ again: () => true })).answers.length;
    expect([await times(13), await times(14)]).toEqual([0, 1]);
  });

  it('is found under the keys of older versions, which it keeps', async () => {
    const { one, questions } = await remember([]);
    for (const maxOutputTokens of [4096, 9000]) {
      const store = new MemoryStore();
      const key = await computeOlderKey({ ...one.asked, maxOutputTokens });
      await store.write({
        key,
        attempt: 0,
        question: one.asked,
        body: declined,
        wire: 'openai-chat'
      } as StoredAnswer);
      const rules = { ...base.rules, maxOutputTokens: 9000 };
      expect((await find(questions, { store, rules }))[0]).toMatchObject({ key, answers: [{ attempt: 0 }] });
    }
  });
});
