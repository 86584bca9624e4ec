import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import { realClock } from '../../src/lib/judge/Clock';
import { defaultRules } from '../../src/lib/judge/JudgeQuestion';
import { listModels } from '../../src/lib/judge/providers/listModels';
import type { Endpoint, ProviderId } from '../../src/lib/judge/providers/Provider';
import { testConnection } from '../../src/lib/judge/testConnection';
import { canaryKey, collect, makeOptions, makeQuestions } from '../judge/judgeTools';
import { makeVerdictText, ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { startLitellm, type StartedServer } from './startServers';

let upstream: ProviderSimulator | null = null;
let server: StartedServer | null = null;
const { signal } = new AbortController();

beforeAll(async () => {
  upstream = await ProviderSimulator.open({
    script: ({ sample }) =>
      sample === 3
        ? {
            do: 'refuse',
            status: 400,
            message: 'flagged by the content policy',
            code: 'content_policy_violation'
          }
        : { do: 'answer', text: makeVerdictText(4) }
  });
  server = await startLitellm(upstream.url, canaryKey);
}, 600_000);

afterAll(async () => {
  server?.stop();
  await upstream?.close();
});

function makeEndpoint(provider: ProviderId, facts: Partial<Endpoint> = {}): Endpoint {
  return { provider, baseUrl: `${server!.url}/v1`, model: '', key: new ApiKey(canaryKey), ...facts };
}

const test = (endpoint: Endpoint) =>
  testConnection(endpoint, {
    pageProtocol: 'http:',
    pageOrigin: 'http://localhost',
    isOnline: true,
    localNetworkPermission: 'unknown',
    isAllowed: () => true,
    rules: defaultRules,
    signal
  });

/** The proxy between the page and a provider, as groups run it, with a model of each format behind it. */
describe.each<[ProviderId, string]>([
  ['compatible', 'eyes'],
  ['anthropic', 'claude-eyes']
])('LiteLLM’s proxy, as %s', (provider, model) => {
  it('is judged through; a flagged sample ends alone', async ({ skip }) => {
    if (!server) return skip();
    const endpoint = makeEndpoint(provider, { model });
    const before = upstream!.requests.length;
    const { outcomes } = await collect(makeQuestions(5), makeOptions(endpoint.baseUrl, { endpoint }));
    expect(outcomes.filter(({ verdict }) => verdict?.overall_score === 5)).toHaveLength(4);
    const left = outcomes.filter(({ verdict }) => verdict === null);
    expect(left.map(({ question }) => question.subject.sampleId)).toEqual(['id-3']);
    expect(left[0]!.cause).toBe('flagged');
    expect(upstream!.requests.length - before).toBe(5);
  });

  it('reads the test picture by its own mock', async ({ skip }) => {
    if (!server) return skip();
    expect(await test(makeEndpoint(provider, { model: 'mock' }))).toMatchObject({ code: 'ready' });
  });

  it('says what is wrong with a model that it does not have', async ({ skip }) => {
    if (!server) return skip();
    const endpoint = makeEndpoint(provider, { model: 'none' });
    const { outcomes, progress } = await collect(
      makeQuestions(5),
      makeOptions(endpoint.baseUrl, { endpoint })
    );
    expect(progress.requests).toBe(1);
    expect(outcomes.map(({ cause }) => cause)).toEqual(outcomes.map(() => 'setup'));
    expect(outcomes[0]!.reason).toMatch(/Invalid model name passed in model=none/);
    expect(await test(endpoint)).toMatchObject({ code: 'no-model' });
  });

  it('does not know another key', async ({ skip }) => {
    if (!server) return skip();
    const endpoint = makeEndpoint(provider, { model, key: new ApiKey('sk-of-somebody-else-5d1e7') });
    expect(await test(endpoint)).toMatchObject({ code: 'no-key' });
  });
});

describe('LiteLLM’s proxy', () => {
  it('lists its models', async ({ skip }) => {
    if (!server) return skip();
    const listed = await listModels(makeEndpoint('compatible'), { signal, clock: realClock });
    expect(listed.ok && listed.models.map(({ id }) => id)).toEqual(['claude-eyes', 'eyes', 'mock']);
  });
});
