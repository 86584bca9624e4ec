import { afterEach, describe, expect, it } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import type { Surroundings } from '../../src/lib/judge/diagnosis';
import type { Endpoint } from '../../src/lib/judge/providers/Provider';
import { defaultRules } from '../../src/lib/judge/JudgeQuestion';
import { testConnection, type ConnectionTools } from '../../src/lib/judge/testConnection';
import { canaryKey } from './judgeTools';
import { makeBrowserFetch } from './simulator/browserFetch';
import { ProviderSimulator, type Act, type SimulatorOptions } from './simulator/ProviderSimulator';

const pageOrigin = 'https://viewer.example';
const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

const around: Surroundings = {
  pageProtocol: 'https:',
  pageOrigin,
  isOnline: true,
  localNetworkPermission: 'granted',
  isAllowed: () => true
};

async function test(
  options: SimulatorOptions,
  facts: Partial<Endpoint> = {},
  surroundings: Partial<Surroundings> = {},
  rules: Partial<ConnectionTools['rules']> = {}
) {
  const simulator = await ProviderSimulator.open(options);
  open.push(simulator);
  const endpoint: Endpoint = {
    provider: 'openai',
    baseUrl: `${simulator.url}/v1`,
    model: 'gpt-test',
    key: new ApiKey(canaryKey),
    ...facts
  };
  const diagnosis = await testConnection(endpoint, {
    ...around,
    ...surroundings,
    rules: { ...defaultRules, ...rules },
    signal: new AbortController().signal,
    fetch: makeBrowserFetch(pageOrigin)
  });
  return { ...diagnosis, requests: simulator.requests };
}

const sees = { script: (): Act => ({ do: 'answer', text: 'It reads 4718.' }) };
const refusing = (status: number, message: string, code = 'error'): SimulatorOptions => ({
  script: () => ({ do: 'refuse', status, message, code })
});

describe('the connection test', () => {
  it('says ready when the model reads the number in the picture', async () => {
    expect(await test(sees)).toMatchObject({ code: 'ready', isReady: true, remedy: '' });
  });

  it('sends one request, without anything of the user', async () => {
    const { requests } = await test(sees);
    expect(requests).toHaveLength(1);
    expect(requests[0]!.body).not.toContain('4718');
  });

  it('knows a model that takes pictures and does not see them', async () => {
    const blind: SimulatorOptions = { script: () => ({ do: 'answer', text: '1234' }) };
    expect(await test(blind)).toMatchObject({ code: 'no-vision', isReady: false });
  });

  it('asks a model again that takes no temperature', async () => {
    const script: SimulatorOptions['script'] = ({ body }) =>
      'temperature' in body
        ? { do: 'refuse', status: 400, message: "'temperature' is not supported" }
        : { do: 'answer', text: '4718' };
    expect((await test({ script })).code).toBe('ready');
  });

  it.each([
    ['no-key', { key: 'sk-of-somebody-else' }],
    ['no-key', refusing(400, 'No connected db.', 'no_db_connection')],
    ['no-model', { models: ['gpt-other'] }],
    [
      'no-vision',
      refusing(400, 'image_url is only supported by certain models; this model does not support images')
    ],
    ['no-model', refusing(404, 'model: claude-none', 'not_found_error')],
    ['no-model', refusing(404, 'The API deployment for this resource does not exist.', 'DeploymentNotFound')],
    ['no-path', refusing(404, 'Not Found')],
    ['no-vision', refusing(500, 'image input is not supported - hint: provide the mmproj')],
    ['no-vision', refusing(400, 'messages[1]: unknown variant `image_url`, expected `text`')],
    ['no-access', refusing(400, 'Your organization must be verified to use the model')],
    ['no-credit', refusing(403, "Your newly created team doesn't have any credits yet")],
    ['no-access', refusing(403, 'Your project may not use it')],
    ['no-credit', refusing(429, 'You exceeded your current quota', 'insufficient_quota')],
    ['no-credit', refusing(400, 'Your credit balance is too low to access the Anthropic API')],
    [
      'cors-organisation',
      refusing(401, 'CORS requests are not allowed for this Organization because of its settings')
    ],
    ['rate-limit', refusing(429, 'Slow down', 'rate_limit_exceeded')],
    ['provider-trouble', refusing(529, 'Overloaded')],
    ['not-understood', { script: () => ({ do: 'raw', body: '<html>' }) }],
    ['cors', { cors: 'off' }]
  ] satisfies [string, SimulatorOptions][])('tells %s from all others', async (code, options) => {
    const { what, remedy, ...diagnosis } = await test(options);
    expect(diagnosis.code).toBe(code);
    expect(what.length).toBeGreaterThan(10);
    expect(remedy.length).toBeGreaterThan(10);
    expect(JSON.stringify(diagnosis.said)).not.toContain(canaryKey);
  });

  it('tells Ollama that refuses our origin by its port, and gives the very setting', async () => {
    // The browser says the same of every refusal; the port is all that is known.
    const refuse = makeBrowserFetch(pageOrigin);
    const simulator = await ProviderSimulator.open({ cors: 'ollama' });
    open.push(simulator);
    const toSimulator: typeof fetch = (url, init) =>
      refuse(String(url).replace('http://localhost:11434', simulator.url), init);
    const diagnosis = await testConnection(
      { provider: 'compatible', baseUrl: 'http://localhost:11434/v1', model: 'llava', key: null },
      { ...around, rules: defaultRules, signal: new AbortController().signal, fetch: toSimulator }
    );
    expect(diagnosis.code).toBe('ollama-origins');
    expect(diagnosis.remedy).toContain(`OLLAMA_ORIGINS=${pageOrigin}`);
  });

  const dead = 'http://127.0.0.1:9/v1';
  it.each<[string, Partial<Endpoint>, Partial<Surroundings>]>([
    ['offline', { baseUrl: 'https://api.example/v1' }, { isOnline: false }],
    ['blocked-here', { baseUrl: 'https://api.example/v1' }, { isAllowed: () => false }],
    ['mixed-content', { baseUrl: 'http://192.168.1.7:8000/v1' }, {}],
    ['address', { baseUrl: 'api.example' }, {}],
    ['address', { baseUrl: 'ftp://api.example' }, {}],
    ['no-key', { key: null }, {}],
    ['no-model', { model: ' ' }, {}],
    ['local-network', { baseUrl: dead }, { localNetworkPermission: 'prompt' }],
    ['local-network', { baseUrl: dead }, { localNetworkPermission: 'denied' }],
    ['local-server', { baseUrl: dead }, {}],
    ['local-server', { baseUrl: dead }, { pageProtocol: 'http:', localNetworkPermission: 'unknown' }],
    ['local-server', { baseUrl: 'http://localhost:9/v1' }, {}],
    ['local-server', { baseUrl: 'http://[::1]:9/v1' }, {}],
    ['local-server', { baseUrl: 'http://judge.localhost:9/v1' }, {}],
    ['unreachable', { baseUrl: 'https://host.invalid/v1' }, {}],
    ['unreachable', { baseUrl: 'https://localhost.invalid/v1' }, {}],
    ['unreachable', { baseUrl: 'https://my-localhost.invalid/v1' }, {}],
    ['offline', { baseUrl: 'https://127.0.0.1.invalid/v1' }, { isOnline: false }],
    ['offline', { baseUrl: 'https://10.0.0.7/v1' }, { isOnline: false }]
  ])('tells %s before or without an answer (%#)', async (code, facts, surroundings) => {
    const { requests, ...diagnosis } = await test({}, facts, surroundings);
    expect(diagnosis.code).toBe(code);
    expect(requests).toHaveLength(0);
    expect(diagnosis.remedy).not.toBe('');
  });

  it.each([
    ['10.0.0.7', true],
    ['192.168.1.7', true],
    ['172.16.0.1', true],
    ['172.20.0.1', true],
    ['172.29.0.1', true],
    ['172.31.0.1', true],
    ['172.15.0.1', false],
    ['172.32.0.1', false],
    ['169.254.1.1', true],
    ['judge.local', true],
    ['[fc00::1]', true],
    ['[fd12::1]', true],
    ['[fe00::1]', false],
    ['110.0.0.7', false],
    ['8.8.8.8', false],
    ['local.example', false]
  ])('knows whether %s is in the own network: %s', async (host, isOwn) => {
    const dead: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const tools = { ...around, rules: defaultRules, signal: new AbortController().signal, fetch: dead };
    const endpoint = {
      provider: 'compatible',
      baseUrl: `https://${host}/v1`,
      model: 'llava',
      key: null
    } as const;
    expect((await testConnection(endpoint, tools)).code).toBe(isOwn ? 'local-server' : 'unreachable');
    const asked = await testConnection(endpoint, { ...tools, localNetworkPermission: 'prompt' });
    expect(asked.code).toBe(isOwn ? 'local-network' : 'unreachable');
  });

  it.each<[string, Partial<Act>]>([
    ['cut', { text: '', finish: 'length' }],
    ['ready', { text: '47 18', finish: 'length' }],
    ['declined', { text: 'I cannot', finish: 'refusal' }]
  ])('says %s of an answer that ends so', async (code, act) => {
    expect((await test({ script: () => ({ do: 'answer', ...act }) as Act })).code).toBe(code);
  });

  it('asks as the run will, with the limit, the effort and the detail', async () => {
    const rules = { maxOutputTokens: 777, effort: 'low', imageDetail: 'high' } as const;
    const { requests } = await test(sees, {}, {}, rules);
    expect(JSON.parse(requests[0]!.body)).toMatchObject({
      max_completion_tokens: 777,
      reasoning_effort: 'low',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'A number is written in the picture. Answer with its digits only.' },
            { type: 'image_url', image_url: { detail: 'high' } }
          ]
        }
      ]
    });
  });

  it('names the limit that the server names, in its words', async () => {
    const message = 'max_completion_tokens is too large: at most 2048';
    expect(await test(refusing(400, message))).toMatchObject({ code: 'limit', atMost: 2048, said: message });
  });

  it('quotes nobody where a server was silent', async () => {
    const simulator = await ProviderSimulator.open({ script: () => ({ do: 'hang' }) });
    open.push(simulator);
    const diagnosis = await testConnection(
      { provider: 'openai', baseUrl: `${simulator.url}/v1`, model: 'gpt-test', key: new ApiKey(canaryKey) },
      { ...around, rules: defaultRules, signal: new AbortController().signal, timeoutMs: 20 }
    );
    expect(diagnosis).toMatchObject({ code: 'timeout', said: '' });
  });

  it('works with a local server while the computer is offline', async () => {
    expect((await test(sees, {}, { isOnline: false })).code).toBe('ready');
  });

  it('names every header that a server has to allow, and quotes nobody where nobody spoke', async () => {
    const headers = [['x-portkey-provider', new ApiKey('openai')]] as const;
    const { code, remedy, said } = await test({ cors: 'off' }, { headers });
    expect(code).toBe('cors');
    expect(remedy).toContain('with the headers content-type, authorization, x-portkey-provider:');
    expect(said).toBe('');
    expect(remedy).not.toContain(canaryKey);
  });

  it.each([
    ['anthropic', 'v1'],
    ['gemini', 'v1beta']
  ] as const)('speaks with %s', async (provider, version) => {
    const simulator = await ProviderSimulator.open({ ...sees, key: canaryKey });
    open.push(simulator);
    const facts = { provider, baseUrl: `${simulator.url}/${version}` };
    expect((await test(sees, facts)).code).toBe('ready');
  });
});
