import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import { canaryKey, collect, makeOptions, makeQuestions } from '../judge/judgeTools';
import { makeVerdictText, ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { startLitellm, type StartedServer } from './startServers';

let upstream: ProviderSimulator | null = null;
let server: StartedServer | null = null;

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
  server = await startLitellm(`${upstream.url}/v1`);
}, 180_000);

afterAll(async () => {
  await server?.stop();
  await upstream?.close();
});

/** The proxy between the page and a provider, as groups run it. */
describe('LiteLLM’s proxy', () => {
  it.each<ProviderId>(['compatible', 'anthropic'])(
    'is judged through as %s; a flagged sample ends alone',
    async (provider) => {
      if (!server)
        return console.warn('Skipped: no LiteLLM here (pip install "litellm[proxy]", LITELLM_PATH).');
      const baseUrl = `${server.url}/v1`;
      const endpoint = { provider, baseUrl, model: 'eyes', key: new ApiKey(canaryKey) };
      const { outcomes, progress } = await collect(makeQuestions(5), makeOptions(baseUrl, { endpoint }));
      expect(outcomes.filter(({ verdict }) => verdict?.overall_score === 5)).toHaveLength(4);
      expect(outcomes.find(({ verdict }) => verdict === null)?.question.subject.sampleId).toBe('id-3');
      expect(progress.requests).toBeLessThanOrEqual(8);
    },
    60_000
  );

  it('says what is wrong with a model that it does not have', async () => {
    if (!server) return;
    const baseUrl = `${server.url}/v1`;
    const endpoint = { provider: 'compatible' as const, baseUrl, model: 'none', key: new ApiKey(canaryKey) };
    const { outcomes, progress } = await collect(makeQuestions(5), makeOptions(baseUrl, { endpoint }));
    expect(progress.requests).toBeLessThanOrEqual(3);
    expect(outcomes[0]!.reason).toMatch(/none/);
  });
});
