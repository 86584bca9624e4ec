import { describe, expect, it } from 'vitest';
import { ApiKey } from '../../../src/lib/judge/ApiKey';
import { parseHeaders } from '../../../src/lib/judge/parseHeaders';
import { adapt } from '../../../src/lib/judge/providers/adapt';
import type { Abilities, Endpoint, Failure } from '../../../src/lib/judge/providers/Provider';
import { addQuery, composeHeaders, scrub } from '../../../src/lib/judge/providers/secrets';
import { canaryKey } from '../judgeTools';
import { able, bare, full, unable } from './asked';

const endpoint: Endpoint = {
  provider: 'openai',
  baseUrl: 'https://api.example/v1',
  model: 'gpt-test',
  key: new ApiKey(canaryKey)
};

describe('secrets', () => {
  const headers = [
    ['x-long', new ApiKey('twelve-chars')],
    ['x-short', new ApiKey('eleven-char')]
  ] as const;

  it('are sent in their headers, own ones last', () => {
    expect(composeHeaders({ ...endpoint, headers })).toEqual({
      authorization: `Bearer ${canaryKey}`,
      'x-long': 'twelve-chars',
      'x-short': 'eleven-char'
    });
    expect(composeHeaders({ ...endpoint, key: null })).toEqual({});
  });

  it('are taken out of what comes back; short values are words that any answer may have', () => {
    const text = `${canaryKey} twelve-chars eleven-char`;
    expect(scrub({ ...endpoint, headers }, text)).toBe(`…${canaryKey.slice(-4)} … eleven-char`);
    expect(scrub({ ...endpoint, key: null }, text)).toBe(text);
  });

  it('stay apart from a query, which goes behind every address', () => {
    expect(addQuery('https://x.example/a', {})).toBe('https://x.example/a');
    expect(addQuery('https://x.example/a', { query: 'v=1' })).toBe('https://x.example/a?v=1');
    expect(addQuery('https://x.example/a?b=2', { query: 'v=1' })).toBe('https://x.example/a?b=2&v=1');
  });
});

describe('headers of one’s own', () => {
  it('are one a line', () => {
    const { headers, fault } = parseHeaders('  X-Portkey-Provider :  openai \n\nx-b:c:d\n');
    expect(fault).toBe('');
    expect(headers.map(([name, value]) => [name, value.reveal()])).toEqual([
      ['x-portkey-provider', 'openai'],
      ['x-b', 'c:d']
    ]);
    expect(parseHeaders('')).toEqual({ headers: [], fault: '' });
  });

  it.each([
    ['x-a: b\n\nno colon', 'Line 3: expected a name, a colon and a value without spaces'],
    ['x-a: two words', 'Line 1: expected a name, a colon and a value without spaces'],
    ['x a: b', 'Line 1: expected a name, a colon and a value without spaces'],
    ['x-a:', 'Line 1: expected a name, a colon and a value without spaces'],
    ['Cookie: a', 'Line 1: a page may not set cookie'],
    ['Sec-Fetch-Mode: a', 'Line 1: a page may not set sec-fetch-mode'],
    ['proxy-x: a', 'Line 1: a page may not set proxy-x'],
    ['x-a: ü', 'Line 1: the value has letters that no header has']
  ])('are refused as a whole: %j', (text, fault) => {
    expect(parseHeaders(text)).toEqual({ headers: [], fault });
  });

  it('may have names that only begin like reserved ones', () => {
    expect(parseHeaders('host-x: a\nx-host: b\norigins: c').fault).toBe('');
  });
});

describe('what to leave out after a refusal', () => {
  const refuse = (message: string, status = 400): Failure => ({
    kind: 'refused',
    status,
    message,
    retryAfterMs: null,
    mayBePaid: false
  });

  it.each<[string, Partial<Abilities>]>([
    ["'temperature' is not supported", { temperature: false }],
    [
      "Unsupported parameter: 'max_completion_tokens'. Use 'max_tokens' instead.",
      { limitNames: ['max_tokens'] }
    ],
    ['reasoning_effort is not known', { effort: false }],
    ['thinking is not possible here', { effort: false }],
    ['image_url.detail is not known', { detail: false }],
    ['mediaResolution is not known', { detail: false }],
    ['response_format is not supported', { structure: 'json' }],
    ['Invalid schema: additionalProperties', { structure: 'json' }],
    ['structured outputs are not possible', { structure: 'json' }]
  ])('“%s” is what it names', (message, fewer) => {
    expect(adapt(able, refuse(message), full)).toEqual({ ...able, ...fewer });
    expect(adapt(able, refuse(message, 422), full)).toEqual({ ...able, ...fewer });
    for (const status of [401, 404, 500]) expect(adapt(able, refuse(message, status), full)).toBeNull();
  });

  it('is nothing that is left out already, or was not sent', () => {
    const all = 'temperature, reasoning, detail, response_format';
    expect(adapt(unable, refuse(all), full)).toBeNull();
    expect(adapt({ ...able, temperature: false }, refuse(all), bare)).toBeNull();
    expect(adapt({ ...able, temperature: false }, refuse('detail'), full)).toMatchObject({ detail: false });
    expect(adapt({ ...able, effort: false }, refuse('reasoning'), full)).toBeNull();
  });

  it('is the structure step by step', () => {
    const json = adapt(able, refuse('json_schema is not known'), full)!;
    const none = adapt(json, refuse('json_object is not known'), full)!;
    expect([json.structure, none.structure]).toEqual(['json', 'none']);
    expect(adapt(none, refuse('json_object is not known'), full)).toBeNull();
  });

  it('is no name of the limit where its size is what is refused, or the other name is', () => {
    expect(adapt(able, refuse('max_completion_tokens is too large: 9000'), full)).toBeNull();
    expect(adapt(able, refuse('max_tokens is not supported; max_completion_tokens is'), full)).toBeNull();
    const older = { ...able, limitNames: ['max_tokens', 'max_completion_tokens'] } as const;
    expect(adapt(older, refuse("'max_tokens' is not supported,\nuse 'max_completion_tokens'"), full)).toEqual(
      {
        ...older,
        limitNames: ['max_completion_tokens']
      }
    );
    expect(adapt(older, refuse('my_max_tokens is odd'), full)).toBeNull();
  });
});
