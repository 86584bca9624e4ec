import { afterEach, describe, expect, inject, it } from 'vitest';
import { askJudge } from '../../src/lib/judge/askJudge';
import { concludeAnswers } from '../../src/lib/judge/readAnswers';
import { collect, makeOptions, makeQuestions, makeRandom, makeSubject, MemoryStore } from './judgeTools';
import { ProviderSimulator } from './simulator/ProviderSimulator';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

async function openSimulator(...options: Parameters<typeof ProviderSimulator.open>) {
  const simulator = await ProviderSimulator.open(...options);
  open.push(simulator);
  return simulator;
}

const askedSamples = ({ requests }: ProviderSimulator): string[] =>
  requests.map(({ body }) => /sample-(\d+)/.exec(body)![1]!);

describe('a run that ends early', () => {
  const random = makeRandom(7);
  const points = Array.from({ length: inject('isThorough') ? 50 : 12 }, (_, i) => ({
    i,
    steps: 1 + Math.floor(random() * 60)
  }));

  it.each(points)('after step $steps ($i): the next asks nothing that was answered', async ({ steps }) => {
    const simulator = await openSimulator();
    const store = new MemoryStore();
    const questions = makeQuestions(30);
    let left = steps;
    for await (const step of askJudge(questions, makeOptions(`${simulator.url}/v1`, { store }))) {
      if (--left <= 0 || step.progress.done === 30) break;
    }
    const kept = new Set([...store.answers.values()].map(({ question }) => question.sampleId.slice(3)));
    const before = simulator.requests.length;
    const { outcomes } = await collect(questions, makeOptions(`${simulator.url}/v1`, { store }));
    const again = askedSamples(simulator).slice(before);
    expect(again.filter((sample) => kept.has(sample))).toEqual([]);
    expect(outcomes.filter(({ verdict }) => verdict)).toHaveLength(30);
    expect(outcomes.filter(({ remembered }) => remembered)).toHaveLength(kept.size);
  });

  it('by its stop button asks nothing twice, because what is under way still comes in', async () => {
    const simulator = await openSimulator();
    const store = new MemoryStore();
    const questions = makeQuestions(30);
    const options = makeOptions(`${simulator.url}/v1`, { store });
    for await (const { progress } of askJudge(questions, options)) {
      if (progress.scored === 9) options.pace.stop();
    }
    const rest = await collect(questions, makeOptions(`${simulator.url}/v1`, { store }));
    expect(rest.progress).toMatchObject({ done: 30, scored: 30 });
    expect(rest.progress.requests).toBeLessThan(22);
    expect(simulator.requests).toHaveLength(30);
  });

  it('between an answer that is no verdict and its repair asks for the repair alone', async () => {
    const simulator = await openSimulator({
      script: ({ isRepair }) => ({ do: 'answer', ...(!isRepair && { text: 'eight' }) })
    });
    const store = new MemoryStore();
    const questions = makeQuestions(1);
    for await (const { progress } of askJudge(questions, makeOptions(`${simulator.url}/v1`, { store }))) {
      if (progress.requests === 1 && store.answers.size === 1) break;
    }
    const stored = [...store.answers.keys()];
    const { outcomes } = await collect(questions, makeOptions(`${simulator.url}/v1`, { store }));
    expect(outcomes[0]!.verdict).not.toBeNull();
    expect(stored.length).toBeLessThanOrEqual(2);
    expect(simulator.requests.filter(({ body }) => !body.includes('"assistant"'))).toHaveLength(1);
  });
});

describe('the store of answers', () => {
  it('has an answer before its outcome is told', async () => {
    const simulator = await openSimulator();
    const store = new MemoryStore();
    const early: string[] = [];
    const options = makeOptions(`${simulator.url}/v1`, { store });
    for await (const { outcome } of askJudge(makeQuestions(12), options)) {
      if (outcome && !store.answers.has(`${outcome.key}:0`)) early.push(outcome.question.subject.sampleId);
    }
    expect(early).toEqual([]);
  });

  it('is read again into the same verdicts', async () => {
    const simulator = await openSimulator();
    const store = new MemoryStore();
    const { outcomes } = await collect(makeQuestions(3), makeOptions(`${simulator.url}/v1`, { store }));
    for (const { key, verdict } of outcomes) {
      const [answers] = await store.read([key!]);
      expect(concludeAnswers(answers!, 10)).toMatchObject({ kind: 'verdict', verdict });
    }
  });

  it('that takes nothing more stops the run, and the answer at hand is still shown', async () => {
    const simulator = await openSimulator();
    const store = new MemoryStore();
    const full = new MemoryStore();
    full.write = (answer) =>
      store.answers.size >= 3 ? Promise.reject(new Error('QuotaExceededError')) : store.write(answer);
    const options = makeOptions(`${simulator.url}/v1`, { store: full, concurrency: 1 });
    const { outcomes } = await collect(makeQuestions(10), options);
    expect(outcomes.filter(({ verdict }) => verdict)).toHaveLength(4);
    expect(outcomes.at(-1)!.reason).toContain('does not store answers any more (QuotaExceededError)');
    expect(simulator.requests).toHaveLength(4);
  });

  it('asks anew for another model, prompt, view, scale, image, answer or repetition, and for nothing else', async () => {
    const simulator = await openSimulator();
    const store = new MemoryStore();
    const [question] = makeQuestions(1);
    const base = makeOptions(`${simulator.url}/v1`, { store });
    const { endpoint, rules } = base;
    const ask = async (change: Partial<typeof base>, other: Partial<typeof question> = {}) => {
      const { progress } = await collect([{ ...question!, ...other }], { ...base, ...change });
      return progress.requests;
    };
    expect(await ask({})).toBe(1);
    expect(await ask({})).toBe(0);
    expect(await ask({ concurrency: 1 }, { subject: makeSubject(1) })).toBe(0);
    expect(await ask({ endpoint: { ...endpoint, model: 'other' } })).toBe(1);
    expect(await ask({ rules: { ...rules, scale: 5 } })).toBe(1);
    expect(await ask({ rules: { ...rules, imageLimitPx: 512 } })).toBe(1);
    expect(await ask({ rules: { ...rules, template: { ...rules.template, system: 'Grade.' } } })).toBe(1);
    expect(await ask({}, { view: 'wo-gt' })).toBe(1);
    expect(await ask({}, { repeat: 1 })).toBe(1);
    expect(await ask({}, { subject: makeSubject(1, { response: 'a tumour' }) })).toBe(1);
    expect(await ask({}, { subject: makeSubject(1, { answer: 'a tumour' }) })).toBe(1);
  });

  it('lets the same question twice in one run be asked once', async () => {
    const simulator = await openSimulator();
    const [question] = makeQuestions(1);
    const { outcomes } = await collect(
      [question!, { ...question! }, { ...question! }],
      makeOptions(`${simulator.url}/v1`)
    );
    expect(outcomes.map(({ verdict }) => verdict?.overall_score)).toEqual([2, 2, 2]);
    expect(simulator.requests).toHaveLength(1);
  });
});
