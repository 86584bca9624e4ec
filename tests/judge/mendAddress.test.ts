import { describe, expect, it } from 'vitest';
import { mendAddress } from '../../src/lib/judge/mendAddress';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';

const cases: readonly (readonly [provider: ProviderId, typed: string, baseUrl: string, query?: string])[] = [
  ['compatible', 'http://localhost:11434', 'http://localhost:11434/v1'],
  ['compatible', 'http://localhost:11434/', 'http://localhost:11434/v1'],
  ['compatible', 'localhost:8000/v1', 'http://localhost:8000/v1'],
  ['compatible', 'https://api.example/v1/chat/completions', 'https://api.example/v1'],
  ['compatible', ' https://api.example/v1/ ', 'https://api.example/v1'],
  ['compatible', 'https://api.example/custom/path//', 'https://api.example/custom/path'],
  [
    'compatible',
    'https://me.openai.azure.com/openai/deployments/eyes/chat/completions?api-version=2024-10-21',
    'https://me.openai.azure.com/openai/deployments/eyes',
    'api-version=2024-10-21'
  ],
  ['openai', 'https://api.openai.com', 'https://api.openai.com/v1'],
  ['openai', 'api.openai.com/v1/responses', 'https://api.openai.com/v1'],
  ['openrouter', 'https://openrouter.ai', 'https://openrouter.ai/api/v1'],
  ['anthropic', 'https://api.anthropic.com/v1/messages', 'https://api.anthropic.com/v1'],
  [
    'gemini',
    'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent',
    'https://generativelanguage.googleapis.com/v1beta'
  ],
  ['gemini', 'http://localhost:4010', 'http://localhost:4010/v1beta']
];

describe('an address', () => {
  it.each(cases)('of %s, %s, is mended and says so', (...one) => {
    const [provider, typed, baseUrl, query = ''] = one as unknown as (typeof cases)[number];
    const mended = mendAddress(typed, provider);
    expect(mended).toMatchObject({ baseUrl, query });
    const isSpacing = typed.trim().replace(/\/+$/, '') === baseUrl;
    expect(mended.note === '').toBe(isSpacing);
    expect(mendAddress(mended.baseUrl, provider, mended.query)).toEqual({ baseUrl, query, note: '' });
  });

  it.each([
    ['example.com', 'The address was mended: https:// was added; /v1 was added.'],
    ['localhost', 'The address was mended: http:// was added; /v1 was added.'],
    [
      'http://x.example/v1/models/a:generateContent',
      'The address was mended: /models/a:generateContent was taken off: the page adds it.'
    ],
    ['http://x.example/v1?a=1', 'The address was mended: ?a=1 goes behind every address.'],
    ['http://x.example/v1?', '']
  ])('%s is told what was changed of it', (typed, note) => {
    expect(mendAddress(typed, 'compatible').note).toBe(note);
  });

  it.each([
    ['127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'],
    ['10.20.30.40:8000/v1', 'http://10.20.30.40:8000/v1'],
    ['192.168.100.200/v1', 'http://192.168.100.200/v1'],
    ['api.localhost.example/v1', 'https://api.localhost.example/v1'],
    ['api.example:8443/v1', 'https://api.example:8443/v1'],
    ['a1.2.3.4.example/v1', 'https://a1.2.3.4.example/v1'],
    ['HTTPS://x.example/v1', 'https://x.example/v1'],
    ['https://x.example/v1///chat/completions', 'https://x.example/v1'],
    ['https://x.example/v1/messages/batches', 'https://x.example/v1'],
    ['https://x.example/v1/completions/v2', 'https://x.example/v1/completions/v2']
  ])('%s gets its scheme and loses its operation: %s', (typed, baseUrl) => {
    expect(mendAddress(typed, 'compatible').baseUrl).toBe(baseUrl);
  });

  it('keeps a query that it had, unless another one comes with it', () => {
    expect(mendAddress('https://x.example/v1', 'compatible', 'a=1').query).toBe('a=1');
    expect(mendAddress('https://x.example/v1?b=2', 'compatible', 'a=1').query).toBe('b=2');
  });

  it('of another host has what look-alikes have, not the provider’s own path', () => {
    expect(mendAddress('https://proxy.example', 'openrouter').baseUrl).toBe('https://proxy.example/v1');
  });

  it.each(['', 'not an address', 'ftp', 'my server', 'server', 'two words.example/x', 'x.example:port'])(
    'that is none stays: %j',
    (typed) => {
      expect(mendAddress(typed, 'compatible')).toEqual({ baseUrl: typed.trim(), query: '', note: '' });
    }
  );
});
