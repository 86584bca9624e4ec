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

  it.each(['', 'not an address', 'ftp', 'my server'])('that is none stays: %j', (typed) => {
    expect(mendAddress(typed, 'compatible')).toEqual({ baseUrl: typed.trim(), query: '', note: '' });
  });
});
