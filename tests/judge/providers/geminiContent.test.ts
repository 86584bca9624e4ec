import { describe, expect, it } from 'vitest';
import { geminiContent } from '../../../src/lib/judge/providers/geminiContent';
import type { Answer } from '../../../src/lib/judge/providers/Provider';
import { able, answer, bare, full, unable, urlOf } from './asked';

describe('the contents of Gemini', () => {
  it('are asked at the model’s own address', () => {
    expect(urlOf(geminiContent, 'models/gemini-x')).toBe(
      'https://x.example/v1/models/gemini-x:generateContent'
    );
    expect(urlOf(geminiContent, 'a/b')).toBe('https://x.example/v1/models/a%2Fb:generateContent');
    expect(urlOf(geminiContent, 'my/models/x')).toContain('my%2Fmodels%2Fx:');
    expect(geminiContent.listAddress({ baseUrl: 'https://x.example/v1' })).toBe(
      'https://x.example/v1/models?pageSize=1000'
    );
    expect(geminiContent.headers('k', '')).toEqual({ 'x-goog-api-key': 'k' });
    expect(geminiContent.headers(null, '')).toEqual({});
  });

  it('take everything that can be asked for, with schemas in OpenAPI’s words', () => {
    const base = {
      systemInstruction: { parts: [{ text: 'Be fair.' }] },
      contents: [
        {
          role: 'user',
          parts: [{ text: 'Look.' }, { inlineData: { mimeType: 'image/png', data: 'iVBO' } }]
        },
        { role: 'model', parts: [{ text: '8' }] }
      ]
    };
    expect(geminiContent.compose(full, 'm', able)).toEqual({
      ...base,
      generationConfig: {
        maxOutputTokens: 900,
        temperature: 0,
        thinkingConfig: { thinkingLevel: 'LOW' },
        mediaResolution: 'MEDIA_RESOLUTION_HIGH',
        responseMimeType: 'application/json',
        responseSchema: {
          type: 'OBJECT',
          properties: {
            type: { type: 'INTEGER' },
            list: { enum: ['a', 1, null], anyOf: [{ type: 'STRING' }] }
          }
        }
      }
    });
    expect(geminiContent.compose(full, 'm', unable)).toEqual({
      ...base,
      generationConfig: { maxOutputTokens: 900 }
    });
    expect(geminiContent.compose(full, 'm', { ...unable, structure: 'json' })).toEqual({
      ...base,
      generationConfig: { maxOutputTokens: 900, responseMimeType: 'application/json' }
    });
    expect(geminiContent.compose(bare, 'm', able)).toEqual({
      contents: [],
      generationConfig: { maxOutputTokens: 900, temperature: 0 }
    });
  });

  const say = (parts: readonly object[], finishReason?: string, rest: object = {}) => ({
    candidates: [{ content: { parts }, ...(finishReason && { finishReason }) }],
    ...rest
  });

  it.each<[string, unknown, Partial<Answer> | null]>([
    ['nothing', {}, null],
    ['no candidate', { candidates: [] }, null],
    ['no object', 7, null],
    [
      'texts',
      say([{ text: 'a' }, { text: 'b' }], 'STOP', { modelVersion: 'm-1' }),
      { text: 'ab', model: 'm-1' }
    ],
    ['a text without an end', say([{ text: 'a' }]), { text: 'a' }],
    ['thoughts before a text', say([{ text: 'hm', thought: true }, { text: 'a' }, {}]), { text: 'a' }],
    [
      'a called function',
      say([{ functionCall: { args: { a: 1 } } }, { functionCall: {} }]),
      { text: '{"a":1}' }
    ],
    ['no parts', { candidates: [{ content: {} }] }, {}],
    ['no content', { candidates: [{}] }, {}],
    ['a cut text', say([{ text: 'a' }], 'MAX_TOKENS'), { text: 'a', finish: 'length' }],
    ['an end that says nothing', say([{ text: 'a' }], 'FINISH_REASON_UNSPECIFIED'), { text: 'a' }],
    [
      'a safety filter',
      say([], 'SAFETY'),
      { text: 'SAFETY, stopped by the safety filter', finish: 'refusal' }
    ],
    ['a filter nobody knows', say([], 'NEW'), { text: 'NEW', finish: 'refusal' }],
    [
      'a filter with words of its own',
      { candidates: [{ finishReason: 'SAFETY', finishMessage: 'because' }] },
      { text: 'SAFETY, because', finish: 'refusal' }
    ],
    ['a filter behind a part', say([{ text: 'a' }], 'SAFETY'), { text: 'a', finish: 'refusal' }],
    [
      'a blocked prompt',
      { promptFeedback: { blockReason: 'OTHER' } },
      {
        text: 'OTHER, stopped without a reason',
        finish: 'refusal'
      }
    ],
    [
      'a blocked prompt beside a candidate',
      say([{ text: 'a' }], 'STOP', { promptFeedback: { blockReason: 'SAFETY' } }),
      { text: 'a', finish: 'refusal' }
    ],
    ['a prompt that is not blocked', say([{ text: 'a' }], 'STOP', { promptFeedback: {} }), { text: 'a' }],
    [
      'counts, those of thoughts among them',
      say([], 'STOP', {
        usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 20, thoughtsTokenCount: 100 }
      }),
      { usage: { inputTokens: 3, outputTokens: 120 } }
    ],
    [
      'counts of the prompt alone',
      say([], 'STOP', { usageMetadata: { promptTokenCount: 3 } }),
      { usage: { inputTokens: 3, outputTokens: 0 } }
    ]
  ])('answer with %s', (_, body, expected) => {
    expect(geminiContent.readAnswer(body)).toEqual(expected && answer(expected));
  });

  it('list models that make contents', () => {
    const models = [
      { name: 'models/a', supportedGenerationMethods: ['generateContent'] },
      { name: 'models/b', supportedGenerationMethods: ['embedContent'] },
      { name: 'tunedModels/models/c' }
    ];
    expect(geminiContent.readModels({ models })).toEqual([
      { id: 'a', readsImages: null, price: null },
      { id: 'tunedModels/models/c', readsImages: null, price: null }
    ]);
    expect(geminiContent.readModels({})).toBeNull();
  });
});
