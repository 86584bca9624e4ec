import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bleu } from '../../src/lib/metrics/text/bleu';
import { kernelSets } from '../kernels/kernelSets';
import { readGolden } from '../kernels/readGolden';
import { textPairOf } from './textPairOf';

interface BleuCase {
  response: string;
  answer: string;
  normalized_response: string;
  normalized_answer: string;
  bleu: number;
}

const cases = await readGolden<BleuCase[]>('bleu.json');
const tokens = fc.array(fc.constantFrom('no', 'acute', 'effusion', 'left', 'lung', '.'), { maxLength: 30 });

describe.each(kernelSets)('BLEU with the $name kernels', ({ kernels }) => {
  const compute = (response: string, answer: string): number => {
    const score = bleu.compute(textPairOf(response, answer), kernels);
    return score?.value ?? Number.NaN;
  };

  test.each(cases)('agrees with NLTK: $bleu', (golden) => {
    const pair = textPairOf(golden.response, golden.answer);
    expect(pair.responseText).toBe(golden.normalized_response);
    expect(pair.answerText).toBe(golden.normalized_answer);
    expect(Math.abs(compute(golden.response, golden.answer) - golden.bleu)).toBeLessThan(1e-12);
  });

  test('worked by hand: five of six tokens, in pieces', () => {
    // 1-grams 5/6, 2-grams 3/5, 3-grams 1/4, 4-grams 0 → 0.1 of 3; no brevity penalty.
    const expected = Math.pow((5 / 6) * (3 / 5) * (1 / 4) * (0.1 / 3), 1 / 4);
    expect(compute('a b c x d e', 'a b c y d e')).toBeCloseTo(expected, 14);
  });

  test('worked by hand: a short response pays', () => {
    expect(compute('a b c d', 'a b c d e f')).toBeCloseTo(Math.exp(1 - 6 / 4), 14);
  });

  test('identical texts of four tokens or more give 1, shorter ones less', () => {
    fc.assert(
      fc.property(tokens, (words) => {
        const text = words.join(' ');
        const value = compute(text, text);
        if (words.length >= 4) expect(value).toBe(1);
        else expect(value).toBeCloseTo(words.length === 0 ? 0 : 0.1 ** ((4 - words.length) / 4), 14);
      })
    );
  });

  test('is not symmetric', () => {
    expect(compute('a b c d e f', 'a b c d')).not.toBeCloseTo(compute('a b c d', 'a b c d e f'), 3);
  });

  test('lies between 0 and 1 for any texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (response, answer) => {
        const value = compute(response, answer);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      })
    );
  });

  test('falls with every word that is replaced', () => {
    const words = 'the cardiac silhouette is within normal limits and both lungs are clear'.split(' ');
    const scores = words.map((_, replaced) => {
      const response = words.map((word, i) => (i < replaced ? `x${i}` : word));
      return compute(response.join(' '), words.join(' '));
    });
    scores.slice(1).forEach((score, i) => expect(score).toBeLessThan(scores[i]!));
  });

  test('an empty text on either side gives 0', () => {
    expect(compute('', 'a b')).toBe(0);
    expect(compute('a b', '')).toBe(0);
    expect(compute('', '')).toBe(0);
  });
});
