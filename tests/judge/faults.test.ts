import { afterEach, describe, expect, inject, it } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import { computeCostUsd } from '../../src/lib/judge/prices';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import { sampleCount, type FaultScript } from './faultScript';
import { faultScripts } from './faultScripts';
import { canaryKey, collect, makeOptions, makeQuestions, testPrice as price } from './judgeTools';
import { makeBrowserFetch } from './simulator/browserFetch';
import { ProviderSimulator } from './simulator/ProviderSimulator';
import { VirtualClock } from './simulator/VirtualClock';

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** At night, before a deploy and before a release all of them. */
const playedScripts = inject('isThorough') ? faultScripts : faultScripts.filter((_, i) => i % 8 === 0);

async function start({ script, simulator: options = {}, provider = 'openai' }: FaultScript) {
  const clock = new VirtualClock();
  const simulator = await ProviderSimulator.open({ ...options, script: script(), clock });
  open.push(async () => {
    clock.close();
    await simulator.close();
  });
  return {
    simulator,
    facts: {
      clock,
      endpoint: {
        provider,
        baseUrl: baseUrlOf(simulator, provider),
        model: 'gpt-test',
        key: new ApiKey(canaryKey)
      },
      fetch: makeBrowserFetch('https://viewer.example', clock)
    }
  };
}

const baseUrlOf = ({ url }: ProviderSimulator, provider: ProviderId): string =>
  `${url}/${provider === 'gemini' ? 'v1beta' : 'v1'}`;

function countPerQuestion({ requests }: ProviderSimulator): number[] {
  const samples = Map.groupBy(requests, ({ body }) => /sample-(\d+)/.exec(body)?.[1]);
  return [...samples.values()].map((own) => own.length);
}

describe('whatever the provider does', () => {
  it('there are at least 120 scripts of it', () => {
    expect(faultScripts.length).toBeGreaterThanOrEqual(120);
  });

  it.each(playedScripts)('$name: every sample ends answered or with a reason', async (one) => {
    const { simulator, facts } = await start(one);
    const { outcomes, progress } = await collect(
      makeQuestions(sampleCount),
      makeOptions(facts.endpoint.baseUrl, facts)
    );
    const unscored = outcomes.filter(({ verdict }) => verdict === null);
    expect(new Set(outcomes.map(({ question }) => question)).size).toBe(sampleCount);
    expect(unscored.map(({ reason }) => reason)).toEqual(
      unscored.map(() => expect.stringMatching(one.unscored?.reason ?? /^$/) as string)
    );
    expect(unscored).toHaveLength(one.unscored?.count ?? 0);
    if (one.unscored?.cause) {
      const causes = unscored.map(({ cause }) => cause).filter((cause) => cause !== 'unasked');
      expect(new Set(causes)).toEqual(new Set([one.unscored.cause]));
    }
    for (const { question, verdict } of outcomes) {
      const number = Number(question.subject.sampleId.slice(3));
      if (verdict) expect(verdict.overall_score).toBe(1 + (number % 10));
    }
    expect(progress.requests).toBeLessThanOrEqual(1.2 * (one.ideal ?? sampleCount));
    expect(simulator.requests.length).toBeLessThanOrEqual(progress.requests);
    expect(Math.max(0, ...countPerQuestion(simulator))).toBeLessThanOrEqual(one.perQuestion ?? 5);
  });
});

describe('the spending cap', () => {
  const paid = faultScripts.filter(({ name }) => /^no fault|mixed|cut|hangs$|two requests/.test(name));

  it.each(paid)('is never passed: $name', async (one) => {
    const { simulator, facts } = await start(one);
    const capUsd = 0.2;
    const options = makeOptions(facts.endpoint.baseUrl, { ...facts, price, capUsd });
    const { outcomes, progress } = await collect(makeQuestions(sampleCount), options);
    const billUsd = computeCostUsd(
      { inputTokens: simulator.usage.input, outputTokens: simulator.usage.output },
      price
    );
    expect(progress.spentUsd).toBeLessThanOrEqual(capUsd);
    expect(billUsd).toBeLessThanOrEqual(progress.spentUsd! + 1e-9);
    const left = outcomes.filter(({ verdict }) => verdict === null);
    expect(left.length).toBeGreaterThan(0);
    for (const { reason, lasting } of left) {
      expect(reason).toBe('not asked: one more request could pass the spending cap');
      expect(lasting).toBe(false);
    }
    expect(outcomes).toHaveLength(sampleCount);
  });
});
