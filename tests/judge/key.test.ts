import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import { canaryKey, collect, makeOptions, makeQuestions, MemoryStore } from './judgeTools';
import { ProviderSimulator, type Script } from './simulator/ProviderSimulator';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const simulator of open.splice(0)) await simulator.close();
});

const headerOf: Readonly<Record<ProviderId, string>> = {
  openai: 'authorization',
  openrouter: 'authorization',
  compatible: 'authorization',
  anthropic: 'x-api-key',
  gemini: 'x-goog-api-key'
};

/** A server that echoes the key wherever it can. */
const echo: Script = ({ sample }) => {
  const message = `the key ${canaryKey} was seen`;
  if (sample % 4 === 0) return { do: 'refuse', status: 413, message };
  if (sample % 4 === 1) return { do: 'answer', text: message };
  if (sample % 4 === 2) return { do: 'answer', text: message, finish: 'refusal' };
  return { do: 'answer' };
};

describe('a key', () => {
  it.each(Object.entries(headerOf))('of %s is in the header %s alone', async (provider, header) => {
    const simulator = await ProviderSimulator.open({ script: echo });
    open.push(simulator);
    const consoles = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const logs = consoles.map((name) => vi.spyOn(console, name));
    const store = new MemoryStore();
    const baseUrl = `${simulator.url}/${provider === 'gemini' ? 'v1beta' : 'v1'}`;
    const endpoint = {
      provider: provider as ProviderId,
      baseUrl,
      model: 'gpt-test',
      key: new ApiKey(canaryKey)
    };
    const told = await collect(makeQuestions(12), makeOptions(baseUrl, { store, endpoint }));
    expect(simulator.requests.length).toBeGreaterThan(8);
    for (const { headers, path, body } of simulator.requests) {
      const holders = Object.entries(headers).filter(([, value]) => String(value).includes(canaryKey));
      expect(holders.map(([name]) => name)).toEqual([header]);
      expect(path + body).not.toContain(canaryKey);
    }
    const everything = [
      JSON.stringify(told),
      inspect(told, { depth: 20, showHidden: true }),
      JSON.stringify([...store.answers]),
      ...logs.flatMap(({ mock }) => mock.calls.flat().map(String))
    ].join('\n');
    expect(everything).not.toContain(canaryKey);
    expect(everything).toContain('…4860 was seen');
  });

  it('is masked by everything that prints, copies or writes it', () => {
    const key = new ApiKey(` ${canaryKey}\n`);
    const shown = [String(key), `${key}`, JSON.stringify({ key }), inspect(key, { showHidden: true })];
    expect(shown.join()).not.toContain('canary');
    expect(JSON.stringify({ ...key, ...Object.assign({}, key) })).toBe('{}');
    expect(String(key)).toBe('…4860');
    expect(String(new ApiKey('short'))).toBe('…');
  });

  it('that is none is refused without being repeated', () => {
    expect(() => new ApiKey('two words')).toThrow(/not a key; got a text with spaces/);
    expect(() => new ApiKey('  ')).toThrow(/got an empty text/);
    expect(() => new ApiKey('schlüssel')).toThrow(/^(?!.*schl)/);
  });

  it('is revealed in one file only', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.(ts|svelte)$/.test(path)
    );
    const users = files.filter((path) => readFileSync(`src/${path}`, 'utf8').includes('.reveal('));
    expect(users.map((path) => path.replaceAll('\\', '/'))).toEqual(['lib/judge/providers/secrets.ts']);
  });
});
