import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import type { Candidate, EncodedImage, InputImage } from '../../src/lib/engine/api';
import { scoreTask } from '../../src/lib/engine/scoreTask';
import type { ImageDecoder } from '../../src/lib/images/ImageDecoder';
import { makeDecoder } from '../images/codecFiles';
import { readImage } from '../images/goldenImages';
import { composeChunks, idat, ihdr, iend } from '../images/makePng';
import { loadKernels } from '../kernels/loadKernels';
import { addBoxes, addNoise, regionPairOf, source, type Box } from '../metrics/region/drawn';
import { metricById } from '../../src/lib/metrics/registry';

const size = { width: 48, height: 40 };
const square: Box = [10, 10, 12, 12, 60];
const input = source(size);
const reference = addBoxes(input, [square]);
const output = addNoise(reference, 12);

const kernels = await loadKernels();
const decoder = await makeDecoder([]);
const regionIds = [
  'region-fidelity-psnr',
  'region-fidelity-ssim',
  'region-preservation-psnr',
  'region-preservation-ssim'
];
const metricIds = ['psnr', 'ssim', ...regionIds];

function encode(path: string, { width, height, rgb }: RgbImage): EncodedImage {
  const rows = Uint8Array.from({ length: height * (3 * width + 1) }, (_, i) => {
    const [y, at] = [Math.floor(i / (3 * width + 1)), i % (3 * width + 1)];
    return at === 0 ? 0 : rgb[y * 3 * width + at - 1]!;
  });
  return { path, bytes: new Uint8Array(composeChunks([ihdr(width, height), idat(rows), iend])) };
}

function makeCandidate(
  image: RgbImage,
  start?: InputImage,
  task: Candidate['task'] = 'anatomical-annotation'
): Candidate {
  return {
    task,
    image: encode('output.png', image),
    text: null,
    choices: [],
    ...(start && { input: start })
  };
}

const score = (candidates: readonly Candidate[], ids = metricIds, tools = { kernels, decoder }) =>
  scoreTask({ reference: encode('reference.png', reference), candidates, metricIds: ids }, tools);

describe('scoring an image with 16 bits of grey', () => {
  it('is done as officially, with a note that its bright values are white', async () => {
    const { width, height } = size;
    const rows = new Uint8Array(height * (2 * width + 1));
    const bytes = new Uint8Array(composeChunks([ihdr(width, height, 16, 0), idat(rows), iend]));
    const [wide] = await score(
      [{ ...makeCandidate(output), image: { path: 'output.png', bytes } }],
      ['psnr']
    );
    const [usual] = await score([makeCandidate(output)], ['psnr']);
    expect(wide!.notes).toEqual([
      'output has more than 8 bits of grey: values above 255 are white, as in the official evaluator'
    ]);
    expect(wide!.unscored).toBeNull();
    expect(usual!.notes).toEqual([]);
  });
});

it('scoring an image that versions of Pillow read differently notes it', async () => {
  const bytes = new Uint8Array(await readImage('decode-kinds/bmp_rle8_jumps.bmp'));
  const [jumping] = await score(
    [{ ...makeCandidate(output), image: { path: 'output.bmp', bytes } }],
    ['psnr']
  );
  expect(jumping!.notes[0]).toMatch(
    /^output has run lengths that jump, which Pillow reads in another way before 12\.2/
  );
});

describe('scoring with an input image', () => {
  it('gives the region metrics, and says how large the region is', async () => {
    const [scored] = await score([makeCandidate(output, { image: encode('input.png', input) })]);
    const pair = regionPairOf({ input, reference, output }, kernels);
    for (const id of metricIds) {
      const metric = metricById(id);
      expect(scored!.scores[id]).toEqual(metric.kind === 'image' && metric.compute(pair, kernels));
    }
    expect(scored!.notes).toEqual(['the region that should change is 16.9 % of the image (experimental)']);
    expect(scored!.unscored).toBeNull();
  });

  it('decodes an input once for all candidates that share it', async () => {
    const decoded: string[] = [];
    const counting = {
      decode: (bytes: Uint8Array, path: string) => {
        decoded.push(path);
        return decoder.decode(bytes, path);
      }
    } as ImageDecoder;
    const start = { image: encode('input.png', input) };
    const results = await score([makeCandidate(output, start), makeCandidate(reference, start)], metricIds, {
      kernels,
      decoder: counting
    });
    expect(decoded.filter((path) => path === 'input.png')).toHaveLength(1);
    expect(results[1]!.scores['region-fidelity-psnr']).toEqual({ value: 100 });
  });

  it.each<[string, InputImage, string]>([
    [
      'is not there',
      { image: null, reason: 'the sample has no input image' },
      'the sample has no input image'
    ],
    [
      'is no image',
      { image: { path: 'input.png', bytes: new Uint8Array(40) } },
      'the input image cannot be read: input.png: '
    ]
  ])('loses nothing but the region metrics where the input %s', async (_, start, reason) => {
    const [scored] = await score([makeCandidate(output, start)]);
    for (const id of regionIds) {
      const { value, reason: got } = scored!.scores[id] as { value: null; reason: string };
      expect(value).toBeNull();
      expect(got.startsWith(reason)).toBe(true);
    }
    expect(scored!.scores['psnr']?.value).toBeGreaterThan(20);
    expect(scored).toMatchObject({ unscored: null, notes: [] });
  });

  it('leaves the region metrics out for a task that they are not defined for', async () => {
    const [scored] = await score([makeCandidate(output, undefined, '2d-to-3d-reconstruction')]);
    expect(Object.keys(scored!.scores)).toEqual(['psnr', 'ssim']);
  });

  it('gives the same official scores with and without it', async () => {
    const [plain] = await score([makeCandidate(output)], ['psnr', 'ssim']);
    const [scored] = await score([makeCandidate(output, { image: encode('input.png', input) })]);
    expect(scored!.scores).toMatchObject(plain!.scores);
    expect(plain!.notes).toEqual([]);
  });
});
