import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OnnxRuntime } from '../../src/lib/engine/onnxRuntime';
import { openComparer } from '../../src/lib/engine/openComparer';
import { checkPairs, drawImage, pairIdentical } from '../../src/lib/metrics/neural/modelCheck';
import { prepareModel } from '../../src/lib/models/prepareModel';
import { loadKernels } from '../kernels/loadKernels';
import { loadRuntime, readModel } from '../metrics/neural/tinyModels';
import { publishTwin } from '../models/publishTwin';

const kernels = await loadKernels();
const open = async (model: Parameters<typeof openComparer>[0]) =>
  openComparer(model, { ort: await loadRuntime(), backend: 'wasm', kernels });

afterEach(() => vi.unstubAllGlobals());

describe('pairs that are scored together', () => {
  const images = [0, 1, 2, 3, 4].map((kind) => drawImage(90 + kind, 70, kind));
  const texts = ['No acute finding.', 'A small nodule.', '', 'No acute finding.'];

  const pairImages = () =>
    [images[0]!, images[3]!].flatMap((reference) =>
      images.map((candidate) => ({ kind: 'image', candidate, reference }) as const)
    );
  const pairTexts = () =>
    texts.map((response) => ({ kind: 'text', response, reference: texts[1]! }) as const);

  it.each([
    ['LPIPS', 'alexnet-zip.pth', [], pairImages],
    [
      'image embeddings',
      'dinov2/model.safetensors',
      ['dinov2/config.json', 'dinov2/preprocessor_config.json'],
      pairImages
    ],
    ['BERTScore', 'bert/pytorch_model.bin', ['bert/config.json', 'bert/vocab.txt'], pairTexts]
  ] as const)(
    'have the values of %s that they have alone, to the bit',
    async (_, weights, companions, makePairs) => {
      const compare = await open(await prepareModel(await publishTwin(weights, companions)));
      const pairs = makePairs();
      const together = await compare(pairs);
      const alone = [];
      for (const pair of pairs) alone.push(...(await compare([pair])));
      expect(together).toEqual(alone);
      expect(new Set(together.map(({ value }) => value)).size).toBeGreaterThan(2);
    }
  );
});

/** A Blob that can be read at once, as workers of browsers read every Blob. */
class ReadableBlob extends Blob {
  readonly content: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super([bytes]);
    this.content = bytes;
  }

  override slice(start = 0, end = this.content.length): Blob {
    return new ReadableBlob(this.content.slice(start, end));
  }
}

describe('weights that are read when the runtime asks for them', () => {
  it.each(['alexnet-stream.pth', 'bert/pytorch_model.bin'])('of %s give the same scores', async (weights) => {
    const companions = weights.startsWith('bert') ? ['bert/config.json', 'bert/vocab.txt'] : [];
    const model = await prepareModel(await publishTwin(weights, companions));
    const pairs = [checkPairs[model.descriptor.metric], pairIdentical(model.descriptor.metric)];
    const expected = await (await open(model))(pairs);
    const readable = new ReadableBlob(new Uint8Array(await model.model.arrayBuffer()));
    const read = vi.fn((blob: ReadableBlob) => blob.content.buffer);
    vi.stubGlobal(
      'FileReaderSync',
      class {
        readAsArrayBuffer = read;
      }
    );
    expect(await (await open({ ...model, model: readable }))(pairs)).toEqual(expected);
    expect(read.mock.calls.length).toBeGreaterThan(10);
  });
});

/** A runtime that gives this distance for every pair, as a faulty driver of a graphics card might. */
const fakeRuntime = (distance: number): OnnxRuntime => {
  const session = {
    inputNames: ['candidate', 'reference'],
    outputNames: ['distance'],
    run: () => Promise.resolve({ distance: { data: Float32Array.of(distance), dims: [1] } })
  };
  return {
    InferenceSession: { create: () => Promise.resolve(session) },
    Tensor: Object
  } as unknown as OnnxRuntime;
};

describe('a provider', () => {
  it.each([
    [0.9e-4, null],
    [-0.9e-4, null],
    [1.1e-4, /the model gives a wrong score for its check pair; got 0\.\d+, expected 0\.\d+/],
    [-1.1e-4, /wrong score/],
    [Number.NaN, /got the model gave NaN/]
  ])('that is off by %s on the built-in pair is used or refused', async (difference, message) => {
    const model = await readModel('tiny-lpips');
    const { check } = model.descriptor;
    const opening = openComparer(model, {
      ort: fakeRuntime(check! + difference),
      backend: 'webgpu',
      kernels
    });
    if (message) await expect(opening).rejects.toThrow(message);
    else expect(await opening).toBeTypeOf('function');
  });
});
