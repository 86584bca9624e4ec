import { describe, expect, it } from 'vitest';
import { countImageTokens, hasImageRule } from '../../src/lib/judge/countImageTokens';
import { estimateInputTokens, estimateTextTokens } from '../../src/lib/judge/estimateTokens';

const square = { width: 1024, height: 1024 };
const captioned = { width: 1024, height: 1086 };

describe('tokens of a picture', () => {
  it.each([
    ['gpt-4o', 765],
    ['gpt-4o-2024-11-20', 765],
    ['openai/gpt-4o', 765],
    ['gpt-4.1', 765],
    ['gpt-5', 630],
    ['gpt-5-2025-08-07', 630],
    ['gpt-4.1-mini', 1762],
    ['gpt-5-mini', 1762],
    ['gpt-5-nano', 2676],
    ['o4-mini', 1871],
    ['o3', 675],
    ['gpt-4o-mini', 25501]
  ])('of 1024 by 1086 for %s are %i', (model, tokens) => {
    expect(countImageTokens(captioned, { model })).toBe(tokens);
  });

  it.each([
    // The documentation's own examples.
    ['gpt-4o', { width: 2048, height: 4096 }, null, 1105],
    ['gpt-4o', { width: 4096, height: 8192 }, 'low', 85],
    ['gpt-5', square, 'low', 70],
    // Beyond the budget of 1,536 patches: 1536 · 1.62, rounded down as it was billed.
    ['gpt-4.1-mini', { width: 4000, height: 1474 }, null, 2488],
    // Published measurements of these four are 1,369, 1,560, 1,229 and 1,104: an upper estimate is no lower.
    ['claude-opus-5-5', square, null, 1399],
    ['claude-haiku-4-5', { width: 1920, height: 1080 }, null, 1600],
    ['gpt-6-luna', square, null, 1229],
    ['gpt-6-luna', { width: 1280, height: 720 }, null, 1104],
    ['gpt-6-luna', { width: 4032, height: 3024 }, 'high', 3000],
    // Measured by others, 2026-10-20: pixels / 1024 · 1.2.
    ['gpt-6.1-sol', { width: 2048, height: 1365 }, null, 3303],
    ['gpt-5.4-mini', square, null, 1659],
    ['gpt-5.4-nano', square, null, 2520],
    ['claude-opus-4-6', { width: 2576, height: 2576 }, null, 1600],
    ['claude-opus-4-7', { width: 2576, height: 2576 }, null, 4784],
    ['gemini-4-argon', square, null, 1120],
    ['gemini-3.6-flash', square, null, 1120],
    ['gemini-3.6-flash', square, 'low', 280],
    ['gemini-2.5-flash', { width: 300, height: 200 }, null, 258],
    ['gemini-2.5-flash', square, 'low', 64],
    // The documentation's example has six pieces of 258, another of its pages about 2,048 beside 256.
    ['gemini-2.5-flash', { width: 960, height: 540 }, null, 2304],
    // Pieces of 341 px, 8 by 2: more than that.
    ['gemini-2.5-flash', { width: 2560, height: 512 }, null, 4128],
    // Worked examples of the documentation at 1.2 a patch: 1448 by 544 are 46 by 17 patches.
    ['gpt-5.5', { width: 1448, height: 544 }, null, 939],
    ['gpt-5.2', square, null, 1229],
    ['gpt-5.6-terra', square, 'low', 308]
  ] as const)('for %s, %o at %s are %i', (model, size, detail, tokens) => {
    expect(countImageTokens(size, { model }, detail)).toBe(tokens);
  });

  it('of a model that is not known are no fewer than of any that is, but the odd one', () => {
    for (const size of [square, captioned, { width: 200, height: 900 }, { width: 2048, height: 300 }]) {
      const most = countImageTokens(size, { model: 'somebody/eyes-7b' });
      for (const model of [
        'gpt-4o',
        'gpt-5',
        'gpt-5-nano',
        'o3',
        'claude-opus-5-5',
        'gemini-2.5-pro',
        'gpt-6-luna'
      ]) {
        expect(most).toBeGreaterThanOrEqual(countImageTokens(size, { model }));
      }
    }
  });
});

it.each([
  ['gpt-5.4-mini', true],
  ['openai/gpt-4.1', true],
  ['claude-opus-5-5', true],
  ['gemini-3.6-flash', true],
  ['somebody/eyes-7b', false],
  ['grok-4.6', false],
  ['qwen2.5-vl-72b', false]
])('whether a rule is published for %s: %s', (model, isPublished) => {
  expect(hasImageRule({ model })).toBe(isPublished);
});

it('a detail that a server may pass over saves nothing in the estimate for a model that is not known', () => {
  const model = 'somebody/eyes-7b';
  expect(countImageTokens(square, { model }, 'low')).toBe(countImageTokens(square, { model }, null));
});

describe('tokens of a text', () => {
  it.each([
    // Counted with o200k_base (gpt-tokenizer 4.0.0); the estimate is never below.
    ['There is a 3.2 cm mass in the left upper lobe.', 16],
    ['1234567890 1234567890', 9],
    ['左上葉に3.2cmの腫瘤を認める。', 18],
    ['{"score": 7, "explanation": "fine"}', 13]
  ])('%j are at least %i', (text, tokens) => {
    expect(estimateTextTokens(text)).toBeGreaterThanOrEqual(tokens);
  });

  it('are a third of the letters, an eighth of the spaces, every sign, and two a letter beyond ASCII', () => {
    expect(estimateTextTokens('')).toBe(0);
    expect(estimateTextTokens('abcDEF')).toBe(2);
    expect(estimateTextTokens(' '.repeat(16))).toBe(2);
    expect(estimateTextTokens('12.')).toBe(3);
    expect(estimateTextTokens('腫瘤')).toBe(4);
    expect(estimateTextTokens('abc 12 腫 ')).toBe(Math.ceil(1 + 3 / 8 + 2 + 2));
    expect(estimateTextTokens('abcd')).toBe(2);
  });
});

describe('tokens of a request', () => {
  const of = (facts: Partial<Parameters<typeof estimateInputTokens>[0]>, model = 'gemini-3-pro') =>
    estimateInputTokens({ system: '', turns: [], detail: null, schema: null, ...facts }, { model });
  const image = { caption: '', base64: '', width: 64, height: 64 };
  const parts = [
    { kind: 'text', text: '1234' },
    { kind: 'image', image }
  ] as const;

  it('are those of its texts, its pictures, its schema and its frame together', () => {
    expect(of({})).toBe(200);
    expect(of({ system: '123' })).toBe(203);
    expect(of({ turns: [{ role: 'user', parts }] })).toBe(200 + 4 + 1120);
    expect(of({ turns: [{ role: 'user', parts }], detail: 'low' })).toBe(200 + 4 + 280);
    expect(of({ turns: Array.from({ length: 2 }, () => ({ role: 'user' as const, parts })) })).toBe(
      200 + 2 * (4 + 1120)
    );
  });

  it('of a schema are those of its JSON, every time', () => {
    const schema = { type: 'object' };
    const tokens = 200 + estimateTextTokens('{"type":"object"}');
    expect([of({ schema }), of({ schema })]).toEqual([tokens, tokens]);
  });
});
