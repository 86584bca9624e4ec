import { afterEach, describe, expect, it } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import { realClock } from '../../src/lib/judge/Clock';
import { listModels } from '../../src/lib/judge/providers/listModels';
import type { Endpoint, ProviderId } from '../../src/lib/judge/providers/Provider';
import { canaryKey } from './judgeTools';
import { makeBrowserFetch } from './simulator/browserFetch';
import { ProviderSimulator, type SimulatorOptions } from './simulator/ProviderSimulator';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

async function list(
  provider: ProviderId,
  options: SimulatorOptions,
  facts: Partial<Endpoint> = {},
  version = 'v1'
) {
  const simulator = await ProviderSimulator.open(options);
  open.push(simulator);
  const baseUrl = `${simulator.url}/${version}`;
  const endpoint = { provider, baseUrl, model: '', key: new ApiKey(canaryKey), ...facts };
  const { signal } = new AbortController();
  const send = makeBrowserFetch('https://viewer.example');
  return { simulator, listed: await listModels(endpoint, { signal, clock: realClock, fetch: send }) };
}

describe('the list of models', () => {
  it.each<[ProviderId, string]>([
    ['openai', 'v1'],
    ['compatible', 'v1'],
    ['anthropic', 'v1'],
    ['gemini', 'v1beta']
  ])('of %s is read in order, by one request with the key in its header', async (provider, version) => {
    const { simulator, listed } = await list(
      provider,
      { models: ['zeta', 'alpha'], key: canaryKey },
      {},
      version
    );
    expect(listed.ok && listed.models).toEqual([
      { id: 'alpha', readsImages: null, price: null },
      { id: 'zeta', readsImages: null, price: null }
    ]);
    expect(simulator.listings).toHaveLength(1);
    expect(JSON.stringify([simulator.listings[0]!.path, simulator.listings[0]!.search])).not.toContain(
      canaryKey
    );
  });

  it('of OpenRouter has prices a million tokens, and leaves out what reads no pictures', async () => {
    const entry = (id: string, modality: string[], prompt: string, completion: string): object => ({
      id,
      architecture: { input_modalities: modality },
      pricing: { prompt, completion, image: '0' }
    });
    const { listed } = await list('openrouter', {
      list: {
        data: [
          entry('b/eyes', ['text', 'image'], '0.0000025', '0.00001'),
          entry('a/blind', ['text'], '0.000001', '0.000002'),
          entry('openrouter/auto', ['text', 'image'], '-1', '-1'),
          entry('c/free', ['image'], '0', '0')
        ]
      }
    });
    expect(listed.ok && listed.models).toEqual([
      { id: 'b/eyes', readsImages: true, price: { input: 2.5, output: 10 } },
      { id: 'c/free', readsImages: true, price: { input: 0, output: 0 } },
      { id: 'openrouter/auto', readsImages: true, price: null }
    ]);
  });

  it('of Anthropic leaves out what says that it reads no pictures', async () => {
    const entry = (id: string, supported: boolean): object => ({
      id,
      capabilities: { image_input: { supported } }
    });
    const { listed } = await list('anthropic', {
      list: { data: [entry('eyes', true), entry('blind', false), { id: 'older' }] }
    });
    expect(listed.ok && listed.models.map(({ id }) => id)).toEqual(['eyes', 'older']);
  });

  it('carries the own headers and the query', async () => {
    const { simulator, listed } = await list(
      'compatible',
      { headers: ['x-portkey-provider'] },
      { headers: [['x-portkey-provider', new ApiKey('openai')]], query: 'api-version=2024-10-21' }
    );
    expect(listed.ok).toBe(true);
    expect(simulator.listings[0]!.headers['x-portkey-provider']).toBe('openai');
    expect(simulator.listings[0]).toMatchObject({ path: '/v1/models', search: '?api-version=2024-10-21' });
  });

  it.each<[string, SimulatorOptions, RegExp]>([
    ['a wrong key', { key: 'sk-of-somebody-else' }, /Incorrect API key/],
    ['another form', { list: { result: [] } }, /another form/],
    ['CORS that is off', { cors: 'off' }, /no connection, or the browser refused it/]
  ])('is none with %s, and says why', async (_, options, words) => {
    const { listed } = await list('openai', options);
    expect(listed.ok ? '' : listed.failure.message).toMatch(words);
  });
});
