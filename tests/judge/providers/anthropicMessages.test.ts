import { describe, expect, it } from 'vitest';
import { anthropicMessages } from '../../../src/lib/judge/providers/anthropicMessages';
import type { Answer } from '../../../src/lib/judge/providers/Provider';
import { able, answer, bare, full, schema, unable, urlOf } from './asked';

describe('the messages of Anthropic', () => {
  it('are asked at their address, with the headers that a page needs', () => {
    expect(urlOf(anthropicMessages)).toBe('https://x.example/v1/messages');
    expect(anthropicMessages.listAddress({ baseUrl: 'https://x.example/v1' })).toBe(
      'https://x.example/v1/models?limit=1000'
    );
    const own = { 'anthropic-version': '2023-06-01', 'anthropic-dangerous-direct-browser-access': 'true' };
    expect(anthropicMessages.headers('k', '')).toEqual({ 'x-api-key': 'k', ...own });
    expect(anthropicMessages.headers(null, '')).toEqual(own);
  });

  it('take everything that can be asked for', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look.' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } }
        ]
      },
      { role: 'assistant', content: [{ type: 'text', text: '8' }] }
    ];
    const base = { model: 'm', max_tokens: 900, system: 'Be fair.', messages };
    expect(anthropicMessages.compose(full, 'm', able)).toEqual({
      ...base,
      temperature: 0,
      output_config: { format: { type: 'json_schema', schema }, effort: 'low' }
    });
    expect(anthropicMessages.compose(full, 'm', unable)).toEqual(base);
    expect(anthropicMessages.compose(full, 'm', { ...unable, structure: 'json' })).toEqual(base);
    expect(anthropicMessages.compose(full, 'm', { ...unable, effort: true })).toEqual({
      ...base,
      output_config: { effort: 'low' }
    });
    expect(anthropicMessages.compose(bare, 'm', able)).toEqual({
      model: 'm',
      max_tokens: 900,
      messages: [],
      temperature: 0
    });
  });

  const say = (content: readonly object[], rest: object = {}) => ({
    content,
    stop_reason: 'end_turn',
    ...rest
  });
  const text = (value: string) => ({ type: 'text', text: value });

  it.each<[string, unknown, Partial<Answer> | null]>([
    ['nothing', {}, null],
    ['texts', say([text('a'), text('b')], { model: 'm-1' }), { text: 'ab', model: 'm-1' }],
    ['thoughts before a text', say([{ type: 'thinking', text: 'hm' }, text('a')]), { text: 'a' }],
    ['a called tool', say([{ type: 'tool_use', input: { a: 1 } }]), { text: '{"a":1}' }],
    ['a tool’s result', say([{ type: 'tool_result', input: { a: 1 } }]), { text: '' }],
    ['a called tool without input', say([{ type: 'tool_use' }, { type: 'text', text: 7 }]), { text: '' }],
    ['a refusal', say([text('no')], { stop_reason: 'refusal' }), { text: 'no', finish: 'refusal' }],
    ['a cut text', say([text('a')], { stop_reason: 'max_tokens' }), { text: 'a', finish: 'length' }],
    [
      'a text at the end of the context',
      say([text('a')], { stop_reason: 'model_context_window_exceeded' }),
      { text: 'a', finish: 'length' }
    ],
    [
      'counts, those of the cache among them',
      say([], {
        usage: {
          input_tokens: 1,
          output_tokens: 2,
          cache_creation_input_tokens: 30,
          cache_read_input_tokens: 400
        }
      }),
      { usage: { inputTokens: 431, outputTokens: 2 } }
    ],
    [
      'counts without a cache',
      say([], { usage: { input_tokens: 1, output_tokens: 2 } }),
      { usage: { inputTokens: 1, outputTokens: 2 } }
    ],
    ['half of the counts', say([], { usage: { input_tokens: 1 } }), {}]
  ])('answer with %s', (_, body, expected) => {
    expect(anthropicMessages.readAnswer(body)).toEqual(expected && answer(expected));
  });

  it('list models, and which of them read pictures', () => {
    const data = [
      { id: 'a' },
      { id: 'b', capabilities: { image_input: { supported: true } } },
      { id: 'c', capabilities: { image_input: { supported: false } } },
      { id: 'd', capabilities: {} }
    ];
    expect(anthropicMessages.readModels({ data })).toEqual([
      { id: 'a', readsImages: null, price: null },
      { id: 'b', readsImages: true, price: null },
      { id: 'c', readsImages: false, price: null },
      { id: 'd', readsImages: null, price: null }
    ]);
    expect(anthropicMessages.readModels([])).toBeNull();
  });
});
