import { describe, expect, it } from 'vitest';
import { openAiChat } from '../../../src/lib/judge/providers/openAiChat';
import type { Answer } from '../../../src/lib/judge/providers/Provider';
import { able, answer, bare, full, schema, unable, urlOf } from './asked';

describe('the chat of OpenAI', () => {
  const text = (value: string) => ({ type: 'text', text: value });
  const url = 'data:image/png;base64,iVBO';

  it('is asked at its address, with the key under the name that the server has for it', () => {
    expect(urlOf(openAiChat)).toBe('https://x.example/v1/chat/completions');
    expect(openAiChat.listAddress({ baseUrl: 'https://x.example/v1' })).toBe('https://x.example/v1/models');
    expect(openAiChat.headers('k', 'https://api.openai.com/v1')).toEqual({ authorization: 'Bearer k' });
    expect(openAiChat.headers('k', 'https://mine.openai.azure.com/openai/v1')).toEqual({ 'api-key': 'k' });
    expect(openAiChat.headers('k', 'https://azure.com.example/v1')).toEqual({ authorization: 'Bearer k' });
    expect(openAiChat.headers('k', 'no address')).toEqual({ authorization: 'Bearer k' });
    expect(openAiChat.headers(null, 'https://mine.openai.azure.com')).toEqual({});
  });

  it('takes everything that can be asked for', () => {
    const messages = (detail?: string) => [
      { role: 'system', content: 'Be fair.' },
      {
        role: 'user',
        content: [text('Look.'), { type: 'image_url', image_url: { url, ...(detail && { detail }) } }]
      },
      { role: 'assistant', content: [text('8')] }
    ];
    expect(openAiChat.compose(full, 'm', able)).toEqual({
      model: 'm',
      messages: messages('high'),
      max_completion_tokens: 900,
      temperature: 0,
      reasoning_effort: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema } }
    });
    expect(openAiChat.compose(full, 'm', unable)).toEqual({
      model: 'm',
      messages: messages(),
      max_tokens: 900
    });
    expect(openAiChat.compose(bare, 'm', able)).toEqual({
      model: 'm',
      messages: [],
      max_completion_tokens: 900,
      temperature: 0
    });
    expect(openAiChat.compose(full, 'm', { ...able, structure: 'json' })).toMatchObject({
      response_format: { type: 'json_object' }
    });
  });

  const say = (message: object, finish: string | null = 'stop', rest: object = {}) => ({
    choices: [{ finish_reason: finish, message }],
    ...rest
  });

  it.each<[string, unknown, Partial<Answer> | null]>([
    ['nothing', {}, null],
    ['no choice', { choices: [] }, null],
    ['a text', say({ content: 'a' }, 'stop', { model: 'm-1' }), { text: 'a', model: 'm-1' }],
    [
      'parts',
      say({
        content: [
          'a',
          text('b'),
          { type: 'output_text', text: 'c' },
          { text: 'd' },
          { type: 'x_text', text: 'e' }
        ]
      }),
      { text: 'abcd' }
    ],
    ['parts of other kinds', say({ content: [{ type: 'textual', text: 'e' }] }), { text: '' }],
    ['an object', say({ content: { overall_score: 8 } }), { text: '{"overall_score":8}' }],
    ['a cut text', say({ content: 'a' }, 'length'), { text: 'a', finish: 'length' }],
    ['a filtered text', say({ content: 'a' }, 'content_filter'), { text: 'a', finish: 'refusal' }],
    ['a refusal', say({ content: null, refusal: 'no' }), { text: 'no', finish: 'refusal' }],
    [
      'a refusal among parts',
      say({ content: ['', { type: 'refusal', refusal: 'no' }, { type: 'refusal', refusal: 'thing' }] }),
      { text: 'nothing', finish: 'refusal' }
    ],
    ['a refusal beside an answer', say({ content: 'a', refusal: 'no' }), { text: 'a' }],
    [
      'called tools',
      say({ content: '', tool_calls: [{ function: { arguments: '{"a": 1}' } }, {}, { function: null }] }),
      { text: '{"a": 1}' }
    ],
    [
      'a called tool behind words',
      say({ content: 'Look:', tool_calls: [{ function: { arguments: { a: 1 } } }] }),
      { text: 'Look:\n{"a":1}' }
    ],
    ['thoughts alone', say({ content: '', reasoning_content: 'hm' }), { text: 'hm' }],
    ['thoughts under the other name', say({ reasoning: 'hm' }), { text: 'hm' }],
    ['thoughts that were cut', say({ content: '', reasoning: 'hm' }, 'length'), { finish: 'length' }],
    ['no words', say({ content: 7 }), null],
    [
      'counts',
      say({ content: 'a' }, null, { usage: { prompt_tokens: 3, completion_tokens: 2 } }),
      { text: 'a', usage: { inputTokens: 3, outputTokens: 2 } }
    ],
    ['half of the counts', say({ content: 'a' }, null, { usage: { prompt_tokens: 3 } }), { text: 'a' }]
  ])('answers with %s', (_, body, expected) => {
    expect(openAiChat.readAnswer(body)).toEqual(expected && answer(expected));
  });

  it('lists its models, OpenRouter’s with pictures and prices', () => {
    const data = [
      { id: 'a' },
      {
        id: 'b',
        architecture: { input_modalities: ['text', 'image'] },
        pricing: { prompt: '0.0000025', completion: 1e-5 }
      },
      { id: 'c', architecture: { input_modalities: ['text'] }, pricing: { prompt: '-1', completion: '-1' } },
      { id: 'd', architecture: {}, pricing: { prompt: '0', completion: '0' } },
      { id: 'e', pricing: { prompt: '0.1' } },
      { id: 'f', pricing: { completion: '0.1' } }
    ];
    expect(openAiChat.readModels({ data })).toEqual([
      { id: 'a', readsImages: null, price: null },
      { id: 'b', readsImages: true, price: { input: 2.5, output: 10 } },
      { id: 'c', readsImages: false, price: null },
      { id: 'd', readsImages: null, price: { input: 0, output: 0 } },
      { id: 'e', readsImages: null, price: null },
      { id: 'f', readsImages: null, price: null }
    ]);
    expect(openAiChat.readModels({})).toBeNull();
  });
});
