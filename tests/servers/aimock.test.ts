import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import { canaryKey, collect, makeOptions, makeQuestions } from '../judge/judgeTools';
import { makeVerdictText } from '../judge/simulator/ProviderSimulator';
import { startAimock, type StartedServer } from './startServers';

let server: StartedServer | null = null;

beforeAll(async () => {
  server = await startAimock(makeVerdictText(4));
}, 600_000);

afterAll(() => server?.stop());

/** Software of somebody else's, which speaks the three formats. */
describe('aimock', () => {
  it.for<[ProviderId, string]>([
    ['openai', 'v1'],
    ['openrouter', 'v1'],
    ['compatible', 'v1'],
    ['anthropic', 'v1'],
    ['gemini', 'v1beta']
  ])('is judged by as %s, one request a question', async ([provider, version], { skip }) => {
    if (!server) return skip();
    const baseUrl = `${server.url}/${version}`;
    const model = provider === 'gemini' ? 'gemini-2.5-flash' : 'gpt-4o';
    const endpoint = { provider, baseUrl, model, key: new ApiKey(canaryKey) };
    const { outcomes, progress } = await collect(makeQuestions(5), makeOptions(baseUrl, { endpoint }));
    expect(outcomes.map(({ reason, verdict }) => reason ?? verdict?.overall_score)).toEqual([5, 5, 5, 5, 5]);
    expect(progress.requests).toBe(5);
  });
});
