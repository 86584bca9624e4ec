import { describe, expect, it } from 'vitest';
import { ImageEmbeddingScorer, prepareImage } from '../../../src/lib/metrics/neural/imageEmbedding';
import { computeLpips } from '../../../src/lib/metrics/neural/lpips';
import type { Model, Tensor } from '../../../src/lib/metrics/neural/Model';
import { drawImage } from '../../../src/lib/metrics/neural/modelCheck';
import { RecentMap } from '../../../src/lib/core/RecentMap';
import { loadKernels } from '../../kernels/loadKernels';

const kernels = await loadKernels();

/** Answers every run with the same numbers and remembers what it was fed. */
class FixedModel implements Model {
  readonly file = 'fixed.onnx';
  readonly inputNames: readonly string[] = ['pixels'];
  readonly seen: Readonly<Record<string, Tensor>>[] = [];

  constructor(
    readonly numbers: readonly number[],
    readonly dims: readonly number[]
  ) {}

  run(inputs: Readonly<Record<string, Tensor>>) {
    this.seen.push(inputs);
    return Promise.resolve({ data: Float32Array.from(this.numbers), dims: this.dims });
  }
}

const whole = {
  resize: { width: 2, height: 2 },
  crop: null,
  filter: 'bilinear',
  mean: [0, 0.5, 0.25],
  std: [1, 0.5, 0.25]
} as const;

/** Two by two: red, green, blue, white. */
const colours = {
  width: 2,
  height: 2,
  rgb: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255)
};

const pair = { kind: 'image', candidate: colours, reference: colours } as const;

describe('the input of LPIPS', () => {
  it('holds the red plane, then green, then blue, from −1 to 1', async () => {
    const model = new FixedModel([0.25], [1]);
    const scores = await computeLpips([pair], { model, takesSeveral: false }, kernels);
    expect(scores).toEqual([{ value: 0.25 }]);
    const { data, dims } = model.seen[0]!.candidate!;
    expect(dims).toEqual([1, 3, 256, 256]);
    const corners = [0, 255, 256 * 255, 256 * 256 - 1];
    const planes = [0, 1, 2].map((channel) => corners.map((corner) => data[channel * 256 * 256 + corner]));
    expect(planes).toEqual([
      [1, -1, -1, 1],
      [-1, 1, -1, 1],
      [-1, -1, 1, 1]
    ]);
  });

  it('gives a reason where the model gives NaN', async () => {
    const model = new FixedModel([Number.NaN], [1]);
    const scores = await computeLpips([pair], { model, takesSeveral: false }, kernels);
    expect(scores).toEqual([{ value: null, reason: 'the model gave NaN' }]);
  });

  it('holds a reference once for the candidates that follow one another, eight at most', async () => {
    const model = new FixedModel(new Array<number>(8).fill(0.5), [8]);
    const other = { ...pair, reference: { ...colours } };
    const pairs = [...new Array<typeof pair>(10).fill(pair), other, pair];
    const scores = await computeLpips(pairs, { model, takesSeveral: true }, kernels);
    expect(model.seen.map(({ candidate }) => candidate!.dims[0])).toEqual([8, 2, 1, 1]);
    expect(model.seen.every(({ reference }) => reference!.dims[0] === 1)).toBe(true);
    expect(scores).toEqual(pairs.map(() => ({ value: 0.5 })));
  });

  it('holds one candidate where the graph takes no more', async () => {
    const model = new FixedModel([0.5], [1]);
    await computeLpips([pair, pair], { model, takesSeveral: false }, kernels);
    expect(model.seen.map(({ candidate }) => candidate!.dims[0])).toEqual([1, 1]);
  });
});

describe('an image encoder', () => {
  it('is fed values less the mean, over the deviation, channel by channel', async () => {
    const model = new FixedModel([3, 4], [1, 2]);
    await new ImageEmbeddingScorer(model, whole, kernels).score({
      kind: 'image',
      candidate: colours,
      reference: colours
    });
    expect([...model.seen[0]!.pixels!.data]).toEqual([1, 0, 0, 1, -1, 1, -1, 1, -1, -1, 3, 3]);
  });

  it('gives the cosine of the first tokens', async () => {
    const model = new FixedModel([3, 4, 100, 100], [1, 2, 2]);
    const scorer = new ImageEmbeddingScorer(model, whole, kernels);
    const first = await scorer.score({ kind: 'image', candidate: colours, reference: drawImage(9, 9, 1) });
    expect(first.value).toBeCloseTo(1, 6);
    expect(model.seen).toHaveLength(2);
  });

  it('embeds the same pixels once', async () => {
    const model = new FixedModel([1, 0], [1, 2]);
    const scorer = new ImageEmbeddingScorer(model, whole, kernels);
    for (const kind of [1, 2, 3]) {
      await scorer.score({ kind: 'image', candidate: drawImage(8, 8, kind), reference: colours });
    }
    expect(model.seen).toHaveLength(4);
  });

  it('keeps the proportions when it resizes by the shorter edge, and cuts out the middle', () => {
    const input = { ...whole, resize: { shortestEdge: 10 }, crop: { width: 7, height: 10 } };
    const ramp = {
      width: 40,
      height: 20,
      rgb: new Uint8Array(2400).map((_, i) => Math.floor((i % 120) / 3))
    };
    const { rgb, ...size } = prepareImage(ramp, input, kernels);
    expect(size).toEqual({ width: 7, height: 10 });
    // 20 columns remain after resizing; the crop starts at column 6 and column c holds about 2c + ½.
    expect([...rgb.subarray(0, 21)].filter((_, i) => i % 3 === 0)).toEqual([13, 15, 17, 19, 21, 23, 25]);
  });
});

describe('a map of recent entries', () => {
  it('forgets the entry that was used longest ago', () => {
    const map = new RecentMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    map.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual([1, undefined, 3]);
  });
});
