import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Score } from '../../../src/lib/core/score';
import { drawImage } from '../../../src/lib/metrics/neural/modelCheck';
import { openModel, readGolden, readModel } from './tinyModels';

interface DrawnImage {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
  readonly sha256: string;
}

interface ImageCase {
  readonly candidate: DrawnImage;
  readonly reference: DrawnImage;
  readonly value: number;
}

interface TextCase {
  readonly response: string;
  readonly answer: string;
  readonly f1: number;
}

/** The issue allows 1e-4; both sides compute in 32 bits, so that they are closer. */
const tolerance = 1e-5;

function draw({ width, height, kind, sha256 }: DrawnImage) {
  const image = drawImage(width, height, kind);
  expect(createHash('sha256').update(image.rgb).digest('hex')).toBe(sha256);
  return image;
}

function expectClose(score: Score, expected: number): void {
  if (score.value === null) throw new Error(score.reason);
  expect(Math.abs(score.value - expected)).toBeLessThan(tolerance);
}

describe.each([
  ['LPIPS', 'tiny-lpips', 'lpips.json', 'lpips 0.1.4'],
  ['embedding similarity', 'tiny-encoder', 'imageEmbedding.json', 'transformers']
] as const)('%s', async (_, model, golden, library) => {
  const cases = await readGolden<ImageCase[]>(golden);
  const compare = await openModel(await readModel(model));

  it.each(cases)(`is that of ${library} for $candidate and $reference`, async (expected) => {
    const [candidate, reference] = [draw(expected.candidate), draw(expected.reference)];
    expectClose(await compare({ kind: 'image', candidate, reference }), expected.value);
  });

  it('does not depend on the order of the two images', async () => {
    const [a, b] = [drawImage(80, 60, 1), drawImage(50, 90, 2)];
    const forth = await compare({ kind: 'image', candidate: a, reference: b });
    const back = await compare({ kind: 'image', candidate: b, reference: a });
    expectClose(forth, back.value ?? Number.NaN);
  });

  it('refuses texts', async () => {
    await expect(compare({ kind: 'text', response: '', reference: '' })).rejects.toThrow(TypeError);
  });
});

describe('LPIPS', async () => {
  const compare = await openModel(await readModel('tiny-lpips'));

  it('grows as an image is disturbed more and more', async () => {
    const reference = drawImage(256, 256, 2);
    const values: number[] = [];
    for (const levels of [0, 8, 32, 96]) {
      const rgb = reference.rgb.map((byte, i) => (i % 7 === 0 ? byte ^ levels : byte));
      const score = await compare({ kind: 'image', candidate: { ...reference, rgb }, reference });
      values.push(score.value ?? Number.NaN);
    }
    expect(values[0]).toBe(0);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  it('has a value for constant images, where many features are dead', async () => {
    const black = { width: 40, height: 40, rgb: new Uint8Array(4800) };
    const white = { width: 40, height: 40, rgb: new Uint8Array(4800).fill(255) };
    const score = await compare({ kind: 'image', candidate: black, reference: white });
    expect(score.value).toBeGreaterThan(0);
  });
});

describe('BERTScore', async () => {
  const cases = await readGolden<TextCase[]>('bertscore.json');
  const compare = await openModel(await readModel('tiny-bert'));

  it.each(cases)('is that of bert-score 0.3.13 for "$response" and "$answer"', async (expected) => {
    const { response, answer: reference, f1 } = expected;
    expectClose(await compare({ kind: 'text', response, reference }), f1);
  });
});
