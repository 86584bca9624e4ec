import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import { realClock } from '../../src/lib/judge/Clock';
import { listModels } from '../../src/lib/judge/providers/listModels';
import type { Endpoint } from '../../src/lib/judge/providers/Provider';
import { canaryKey, collect, makeOptions, makeQuestions } from '../judge/judgeTools';
import { ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { VirtualClock } from '../judge/simulator/VirtualClock';
import { startMockOpenAi, startPortkey, type StartedServer } from './startServers';

let upstream: ProviderSimulator | null = null;
let portkey: StartedServer | null = null;
let mock: StartedServer | null = null;

beforeAll(async () => {
  upstream = await ProviderSimulator.open({ key: canaryKey });
  [portkey, mock] = await Promise.all([startPortkey(), startMockOpenAi()]);
}, 600_000);

afterAll(async () => {
  portkey?.stop();
  mock?.stop();
  await upstream?.close();
});

const makeEndpoint = (server: StartedServer, facts: Partial<Endpoint> = {}): Endpoint => ({
  provider: 'compatible',
  baseUrl: `${server.url}/v1`,
  model: 'eyes',
  key: new ApiKey(canaryKey),
  ...facts
});

describe('Portkey’s gateway', () => {
  it('is judged through with the headers that it wants, and keeps the key for the provider', async ({
    skip
  }) => {
    if (!portkey) return skip();
    const headers = [
      ['x-portkey-provider', new ApiKey('openai')],
      ['x-portkey-custom-host', new ApiKey(`${upstream!.url}/v1`)]
    ] as const;
    const endpoint = makeEndpoint(portkey, { headers });
    const { outcomes, progress } = await collect(
      makeQuestions(5),
      makeOptions(endpoint.baseUrl, { endpoint })
    );
    const scores = outcomes.map(({ verdict, reason }) => reason ?? verdict?.overall_score);
    expect(scores.toSorted()).toEqual([2, 3, 4, 5, 6]);
    expect(progress.requests).toBe(5);
    expect(upstream!.requests.map(({ headers: sent }) => sent['authorization'])).toEqual(
      Array.from({ length: 5 }, () => `Bearer ${canaryKey}`)
    );
  });

  it('says itself that its headers are missing', async ({ skip }) => {
    if (!portkey) return skip();
    const endpoint = makeEndpoint(portkey);
    const { outcomes, progress } = await collect(
      makeQuestions(20),
      makeOptions(endpoint.baseUrl, { endpoint })
    );
    expect(progress.requests).toBeLessThanOrEqual(3);
    expect(outcomes[0]!.reason).toMatch(/x-portkey-provider header is required/);
  });
});

describe('mock-openai-api', () => {
  it('lists its models', async ({ skip }) => {
    if (!mock) return skip();
    const { signal } = new AbortController();
    const listed = await listModels(makeEndpoint(mock), { signal, clock: realClock });
    expect(listed.ok && listed.models.map(({ id }) => id)).toContain('gpt-4-mock');
  });

  it('breaks at pictures: the run ends soon, with its words', async ({ skip }) => {
    if (!mock) return skip();
    const clock = new VirtualClock();
    const endpoint = makeEndpoint(mock, { model: 'gpt-4-mock' });
    const send: typeof fetch = async (...args) => {
      clock.begin();
      return fetch(...args).finally(() => clock.end());
    };
    const options = makeOptions(endpoint.baseUrl, { endpoint, clock, fetch: send });
    const { outcomes, progress } = await collect(makeQuestions(20), options);
    clock.close();
    expect(outcomes).toHaveLength(20);
    expect(outcomes.every(({ reason }) => reason?.includes('Internal server error'))).toBe(true);
    expect(progress.requests).toBeLessThanOrEqual(12);
  });
});
