import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { BertScorer, computeGreedyF1, type EmbeddedText } from '../../../src/lib/metrics/neural/bertScore';
import type { Model, Tensor } from '../../../src/lib/metrics/neural/Model';
import { TextTokeniser } from '../../../src/lib/metrics/neural/TextTokeniser';
import { golden, readGolden } from './tinyModels';

/** Rows of unit length in the plane, by their angle in degrees. */
function embed(degrees: readonly number[], weights = degrees.map(() => 1)): EmbeddedText {
  const vectors = degrees.flatMap((angle) => [
    Math.cos((angle * Math.PI) / 180),
    Math.sin((angle * Math.PI) / 180)
  ]);
  return { vectors: Float32Array.from(vectors), width: 2, weights };
}

describe('greedy matching', () => {
  it('takes the most similar token of the other text for each token', () => {
    // Candidate: cos 0° = 1 and cos 30°; reference: the same and cos 60° from its 90°.
    const f1 = computeGreedyF1(embed([0, 30]), embed([0, 60]));
    expect(f1).toBeCloseTo((1 + Math.cos(Math.PI / 6)) / 2, 6);
  });

  it('weighs precision by the candidate and recall by the reference', () => {
    // Precision 1 (one token, matched), recall (1 + cos 60°) / 2 = 0.75.
    expect(computeGreedyF1(embed([0]), embed([0, 60]))).toBeCloseTo((2 * 1 * 0.75) / 1.75, 6);
  });

  it('lets tokens without weight be matched, but does not count them', () => {
    // The reference's 0° has no weight, yet the candidate's 0° is matched with it: precision 1, recall cos 60°.
    expect(computeGreedyF1(embed([0]), embed([0, 60], [0, 1]))).toBeCloseTo((2 * 1 * 0.5) / 1.5, 6);
  });

  it('is 0 where no token has weight', () => {
    expect(computeGreedyF1(embed([0, 10], [0, 0]), embed([0]))).toBe(0);
    expect(computeGreedyF1(embed([0], [0]), embed([0], [0]))).toBe(0);
  });

  it('is 1 for equal texts, symmetric, and never above 1', () => {
    const text = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(computeGreedyF1(embed(a), embed(a))).toBeCloseTo(1, 6);
        expect(computeGreedyF1(embed(a), embed(b))).toBeCloseTo(computeGreedyF1(embed(b), embed(a)), 9);
        expect(computeGreedyF1(embed(a), embed(b))).toBeLessThan(1 + 1e-6);
      })
    );
  });
});

interface IdCase {
  readonly response: string;
  readonly answer: string;
  readonly responseIds: readonly number[];
  readonly answerIds: readonly number[];
}

const tokenizerJson = await readFile(golden('tiny-bert.tokenizer.json'), 'utf8');

describe('the tokeniser', async () => {
  const tokeniser = TextTokeniser.parse(tokenizerJson, 'tokenizer.json', 512);
  const cases = await readGolden<IdCase[]>('bertscore.json');

  it.each(cases)('gives the ids of transformers for "$response" and "$answer"', (expected) => {
    expect(tokeniser.encode(expected.response)).toEqual(expected.responseIds);
    expect(tokeniser.encode(expected.answer)).toEqual(expected.answerIds);
  });

  it('keeps the end token when it cuts', () => {
    const short = TextTokeniser.parse(tokenizerJson, 'tokenizer.json', 4);
    const [start, end] = short.encode('');
    expect(short.encode('no acute finding here')).toEqual([
      start,
      ...tokeniser.encode('no acute').slice(1, 3),
      end
    ]);
  });

  it.each([
    ['{', /tokenizer\.json: this tokenizer cannot be used for BERTScore; got .*JSON.*, expected JSON/],
    ['{"model": {"type": "BPE"}}', /got model\.type "BPE", expected "WordPiece", as BERT has/],
    ['[]', /got model\.type undefined/]
  ])('refuses %s', (text, message) => {
    expect(() => TextTokeniser.parse(text, 'tokenizer.json', 512)).toThrow(message);
  });
});

/** Every token's vector is made from its id; counts how often it is asked. */
class CountingModel implements Model {
  readonly file = 'counting.onnx';
  readonly seen: Readonly<Record<string, Tensor>>[] = [];

  constructor(readonly inputNames: readonly string[]) {}

  run(inputs: Readonly<Record<string, Tensor>>) {
    this.seen.push(inputs);
    const ids = Array.from(inputs.input_ids!.data, Number);
    return Promise.resolve({
      data: Float32Array.from(ids.flatMap((id) => [Math.cos(id), Math.sin(id), 1])),
      dims: [1, ids.length, 3]
    });
  }
}

describe('a BERT scorer', () => {
  const tokeniser = TextTokeniser.parse(tokenizerJson, 'tokenizer.json', 512);

  it('runs the model once for a reference that several responses share', async () => {
    const model = new CountingModel(['input_ids']);
    const scorer = new BertScorer(model, tokeniser);
    for (const response of ['normal', 'edema', 'fracture']) {
      await scorer.score({ kind: 'text', response, reference: 'no acute finding' });
    }
    expect(model.seen).toHaveLength(4);
  });

  it('feeds the inputs that the graph has', async () => {
    const model = new CountingModel(['token_type_ids', 'input_ids']);
    await new BertScorer(model, tokeniser).score({ kind: 'text', response: 'a', reference: 'a' });
    expect(Object.keys(model.seen[0]!)).toEqual(['input_ids', 'token_type_ids']);
    expect(model.seen[0]!.input_ids).toMatchObject({ type: 'int64', dims: [1, 3] });
    expect([...model.seen[0]!.token_type_ids!.data]).toEqual([0n, 0n, 0n]);
  });

  it('gives a reason instead of NaN', async () => {
    const model = new CountingModel(['input_ids']);
    model.run = () => Promise.resolve({ data: new Float32Array(9).fill(Number.NaN), dims: [1, 3, 3] });
    const score = await new BertScorer(model, tokeniser).score({
      kind: 'text',
      response: 'a',
      reference: 'b'
    });
    expect(score).toEqual({ value: null, reason: 'the model gave NaN' });
  });
});
