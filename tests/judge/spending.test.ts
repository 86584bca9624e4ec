import { afterEach, describe, expect, it } from 'vitest';
import { sumSpending } from '../../src/lib/judge/sumSpending';
import { summariseControls, type ProbeAnswer } from '../../src/lib/judge/summariseProbes';
import { parseVerdict } from '../../src/lib/judge/parseVerdict';
import { toControlsCsv } from '../../src/lib/report/controlsCsv';
import { loadKernels } from '../kernels/loadKernels';
import { collect, makeOptions, makeQuestions, MemoryStore } from './judgeTools';
import { makeVerdictText, ProviderSimulator } from './simulator/ProviderSimulator';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

describe('what was spent', () => {
  it('is told by model out of the stored answers, with those that no price was known for', async () => {
    const simulator = await ProviderSimulator.open();
    open.push(simulator);
    const store = new MemoryStore();
    const base = makeOptions(`${simulator.url}/v1`, { store });
    const price = {
      provider: 'openai' as const,
      model: 'a',
      inputUsdPerMillion: 1,
      outputUsdPerMillion: 2,
      date: '2026-01-01'
    };
    await collect(makeQuestions(4), { ...base, price, endpoint: { ...base.endpoint, model: 'a' } });
    await collect(makeQuestions(2), { ...base, endpoint: { ...base.endpoint, model: 'b' } });
    const [a, b] = sumSpending([...store.answers.values()]);
    expect(a).toMatchObject({ model: 'a', answers: 4, unpriced: 0, inputTokens: 3600, outputTokens: 1200 });
    expect(a!.costUsd).toBeCloseTo((4 * (900 + 2 * 300)) / 1e6, 12);
    expect(b).toMatchObject({ model: 'b', answers: 2, unpriced: 2, costUsd: 0 });
  });
});

describe('the table of behavioural controls', () => {
  it('has a row a control and dimension, with n, Δ, interval and p', async () => {
    const read = (sample: number) => {
      const parsed = parseVerdict(makeVerdictText(sample), 10);
      return parsed.ok ? parsed.verdict : null;
    };
    const answers = Array.from({ length: 12 }, (_, i) => `s${i}`).flatMap((sampleId): ProbeAnswer[] => [
      { sampleId, view: 'wo-gt', probe: null, verdict: read(8) },
      { sampleId, view: 'wo-gt', probe: 'blank-image', verdict: read(3) }
    ]);
    const { name, text } = toControlsCsv('=my system', summariseControls(answers, await loadKernels()));
    const lines = text.trim().split('\n');
    expect(name).toBe('_my_system_judge_controls.csv');
    expect(lines[0]).toBe('control,dimension,n,delta,ci_low,ci_high,p_holm,reason');
    expect(lines).toHaveLength(1 + 5 * 6);
    // 12 equal gains: p = 2 / 2^12.
    expect(lines[1]).toMatch(/^Blank image,overall,12,5,5,5,0\.00048828125,$/);
  });
});
