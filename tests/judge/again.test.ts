import { afterEach, describe, expect, it } from 'vitest';
import type { JudgeOptions } from '../../src/lib/judge/JudgeOptions';
import { collect, makeOptions, makeQuestions, MemoryStore } from './judgeTools';
import { makeVerdictText, ProviderSimulator, type Script } from './simulator/ProviderSimulator';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

async function openWith(script: Script) {
  const simulator = await ProviderSimulator.open({ script });
  open.push(simulator);
  const store = new MemoryStore();
  const base = makeOptions(`${simulator.url}/v1`, { store });
  const ask = async (facts: Partial<JudgeOptions> = {}) => {
    const before = simulator.requests.length;
    const { outcomes } = await collect(makeQuestions(10), { ...base, ...facts });
    return { outcomes, requests: simulator.requests.length - before };
  };
  return { ask, store, base };
}

const limitOf = (body: Record<string, unknown>): number => Number(body['max_completion_tokens']);

describe('asking again', () => {
  it('after a cut, with a higher limit, asks and pays for the cut answers alone', async () => {
    const { ask, base } = await openWith(({ sample, body }) =>
      sample % 5 === 0 && limitOf(body) < 8192
        ? { do: 'answer', text: '', finish: 'length' }
        : { do: 'answer' }
    );
    const first = await ask();
    expect(first.requests).toBe(10);
    const cut = first.outcomes.filter(({ cause }) => cause === 'cut');
    expect(cut).toHaveLength(2);
    expect((await ask()).requests).toBe(0);
    expect((await ask({ rules: { ...base.rules, maxOutputTokens: 2048 } })).requests).toBe(0);
    const second = await ask({ rules: { ...base.rules, maxOutputTokens: 8192 } });
    expect(second.requests).toBe(2);
    expect(second.outcomes.filter(({ verdict }) => verdict)).toHaveLength(10);
    expect((await ask()).requests).toBe(0);
  });

  it('is for what is chosen and has no verdict; earlier answers stay stored, and their cost counts', async () => {
    let isWell = false;
    const { ask, store } = await openWith(({ sample }) =>
      sample > 2 || isWell
        ? { do: 'answer', text: makeVerdictText(sample) }
        : { do: 'answer', text: 'I decline', finish: 'refusal' }
    );
    const price = {
      provider: 'openai' as const,
      model: 'gpt-test',
      inputUsdPerMillion: 1,
      outputUsdPerMillion: 0,
      date: '2026-01-01'
    };
    const first = await ask({ price });
    expect(first.outcomes.filter(({ cause }) => cause === 'declined')).toHaveLength(2);
    isWell = true;
    expect((await ask({ price })).requests).toBe(0);
    const one = await ask({ price, again: ({ subject }) => subject.sampleId === 'id-1' });
    expect(one.requests).toBe(1);
    const mended = one.outcomes.find(({ question }) => question.subject.sampleId === 'id-1')!;
    expect(mended.verdict).not.toBeNull();
    // 900 tokens twice.
    expect(mended.facts!.costUsd).toBeCloseTo(1800e-6, 12);
    expect(store.answers.size).toBe(11);
    const all = await ask({ price, again: () => true });
    expect(all.requests).toBe(1);
    expect(all.outcomes.filter(({ verdict }) => verdict)).toHaveLength(10);
  });

  it('repairs what is no verdict again, and ends after eight times', async () => {
    const { ask, store } = await openWith(({ sample }) =>
      sample === 1 ? { do: 'answer', text: 'eight' } : { do: 'answer' }
    );
    expect((await ask()).requests).toBe(11);
    for (let times = 2; times <= 8; times++) expect((await ask({ again: () => true })).requests).toBe(2);
    expect((await ask({ again: () => true })).requests).toBe(0);
    expect(store.answers.size).toBe(9 + 16);
  });

  it('finds answers that were stored when the limit was part of their key', async () => {
    const { ask, store, base } = await openWith(() => ({ do: 'answer' }));
    await ask();
    const { computeOlderKey } = await import('../../src/lib/judge/answerKey');
    for (const answer of [...store.answers.values()]) {
      const key = await computeOlderKey(answer.question);
      store.answers.delete(`${answer.key}:${answer.attempt}`);
      store.answers.set(`${key}:${answer.attempt}`, { ...answer, key });
    }
    expect((await ask()).requests).toBe(0);
    expect((await ask({ rules: { ...base.rules, maxOutputTokens: 8192 } })).requests).toBe(0);
  });
});
