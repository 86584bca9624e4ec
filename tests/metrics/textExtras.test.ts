import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextMetric } from '../../src/lib/metrics/metric';
import { chrf } from '../../src/lib/metrics/text/chrf';
import { distinct1, distinct2 } from '../../src/lib/metrics/text/distinctN';
import { lengthRatio } from '../../src/lib/metrics/text/lengthRatio';
import { rougeL } from '../../src/lib/metrics/text/rougeL';
import { rouge1, rouge2 } from '../../src/lib/metrics/text/rougeN';
import { tokenF1 } from '../../src/lib/metrics/text/tokenF1';
import { loadKernels } from '../kernels/loadKernels';
import { readGolden } from '../kernels/readGolden';
import { textPairOf } from './textPairOf';

type Values = Record<
  'rouge1' | 'rouge2' | 'rougeL' | 'chrf' | 'token_f1' | 'distinct1' | 'distinct2' | 'length_ratio',
  number | null
>;
type Case = Values & { response: string; answer: string };

const { cases } = await readGolden<{ cases: Case[] }>('text_extras.json');
const kernels = await loadKernels();

const compute = (metric: TextMetric, response: string, answer: string): number | null | undefined =>
  metric.compute(textPairOf(response, answer), kernels)?.value;

const sentence = 'the cardiac silhouette is within normal limits and both lungs are clear';
const words = sentence.split(' ');

describe.each<[TextMetric, keyof Values, number]>([
  [rouge1, 'rouge1', 1e-12],
  [rouge2, 'rouge2', 1e-12],
  [rougeL, 'rougeL', 1e-12],
  [chrf, 'chrf', 1e-10],
  [tokenF1, 'token_f1', 1e-12],
  [distinct1, 'distinct1', 1e-15],
  [distinct2, 'distinct2', 1e-15],
  [lengthRatio, 'length_ratio', 1e-15]
])('$meta.label', (metric, key, tolerance) => {
  test.each(cases)(`of $response against $answer is the library's ${key}`, (golden) => {
    const value = compute(metric, golden.response, golden.answer);
    if (golden[key] === null) expect(value).toBeNull();
    else expect(Math.abs(value! - golden[key])).toBeLessThan(tolerance);
  });

  test('stays within its range for any texts', () => {
    const [low, high] = metric.meta.range;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (response, answer) => {
        const value = compute(metric, response, answer);
        if (value === null) return;
        expect(value).toBeGreaterThanOrEqual(low!);
        expect(value).toBeLessThanOrEqual((high ?? Infinity) + 1e-9);
      })
    );
  });
});

describe.each([rouge1, rouge2, rougeL, chrf, tokenF1])('$meta.label', (metric) => {
  test('identical texts are perfect', () => {
    expect(compute(metric, sentence, sentence)).toBeCloseTo(metric.meta.range[1]!, 10);
  });

  test('falls with every word that is replaced', () => {
    const values = [0, 2, 4, 6, 8, 11].map((replaced) =>
      compute(metric, words.map((word, i) => (i < replaced ? `x${i}` : word)).join(' '), sentence)
    );
    values.slice(1).forEach((value, i) => expect(value).toBeLessThan(values[i]!));
  });

  test('an empty text against a full one gives 0', () => {
    expect(compute(metric, '', sentence)).toBe(0);
    expect(compute(metric, sentence, '')).toBe(0);
  });
});

test.each([rouge1, rouge2, rougeL, tokenF1])('$meta.label is symmetric', (metric) => {
  const other = 'both lungs are clear and the heart is normal';
  expect(compute(metric, sentence, other)).toBeCloseTo(compute(metric, other, sentence)!, 14);
});

test('chrF is not symmetric: what is left out costs more than what is added', () => {
  expect(compute(chrf, 'normal heart', sentence)).toBeLessThan(compute(chrf, sentence, 'normal heart')!);
});

describe('worked by hand', () => {
  test('ROUGE: three of four words, two in a row', () => {
    // Common words a, b, c; common pairs "a b"; longest common subsequence "a b c" of 5 and 4.
    expect(compute(rouge1, 'a b x c y', 'a b c z')).toBeCloseTo(
      (2 * (3 / 5) * (3 / 4)) / (3 / 5 + 3 / 4),
      14
    );
    expect(compute(rouge2, 'a b x c y', 'a b c z')).toBeCloseTo(
      (2 * (1 / 4) * (1 / 3)) / (1 / 4 + 1 / 3),
      14
    );
    expect(compute(rougeL, 'a b x c y', 'c a b z')).toBeCloseTo(
      (2 * (2 / 5) * (2 / 4)) / (2 / 5 + 2 / 4),
      14
    );
  });

  test('chrF of "ab" against "abc": orders 1 and 2 only', () => {
    const [precision, recall] = [1, (2 / 3 + 1 / 2) / 2];
    expect(compute(chrf, 'a b', 'abc')).toBeCloseTo(
      (500 * precision * recall) / (4 * precision + recall),
      10
    );
  });

  test('token F1 leaves articles and punctuation out', () => {
    expect(compute(tokenF1, 'The heart, a lung.', 'heart lung liver')).toBeCloseTo(0.8, 14);
  });

  test('the length ratio has no better direction, and none against an empty reference', () => {
    expect(compute(lengthRatio, 'no acute finding', 'no finding')).toBe(1.5);
    expect(lengthRatio.meta.higherIsBetter).toBeNull();
    expect(lengthRatio.compute(textPairOf('x', ' '), kernels)).toEqual({
      value: null,
      reason: 'the reference is empty'
    });
  });

  test('distinct-n counts repetition', () => {
    expect(compute(distinct1, 'no no no yes', '')).toBe(0.5);
    expect(compute(distinct2, 'no no no yes', '')).toBe(0.5);
    expect(distinct1.compute(textPairOf(' ', 'x'), kernels)).toEqual({
      value: null,
      reason: 'the response is empty'
    });
  });
});
