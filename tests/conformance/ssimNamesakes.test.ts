import imageSsim from 'image-ssim';
import { ssim as ssimJs } from 'ssim.js';
import { expect, it } from 'vitest';
import { makeImagePair } from '../../src/lib/metrics/imagePair';
import { ssimGaussian } from '../../src/lib/metrics/image/ssimGaussian';
import { ssimNamesakes, ssimPair } from '../../src/lib/ui/methods/ssimNamesakes';
import { makeDecoder } from '../images/codecFiles';
import { readGoldenJson, readImage } from '../images/goldenImages';
import { loadKernels } from '../kernels/loadKernels';

const pixelCases = await readGoldenJson<{ ref: string; pred: string; ssim: number }[]>('pixel.json');

type CanvasPixels = Parameters<typeof ssimJs>[0];

/** RGB as a canvas would hold it, which is what ssim.js reads. */
function toImageData(rgb: Uint8Array, width: number, height: number): CanvasPixels {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) data.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i);
  return { data, width, height };
}

it('the numbers that the Methods page sets side by side are those of the libraries', async () => {
  const [decoder, kernels] = [await makeDecoder([]), await loadKernels()];
  const decode = async (path: string) => decoder.decode(await readImage(path), path);
  const { pair } = makeImagePair(await decode(ssimPair.output), await decode(ssimPair.reference), kernels);
  const { width, height, candidateRgb, referenceRgb } = pair;
  const candidate = toImageData(candidateRgb, width, height);
  const reference = toImageData(referenceRgb, width, height);
  const size = { width, height, channels: 3 };
  const values = [
    pixelCases.find(({ pred }) => pred === ssimPair.output)?.ssim,
    // Equal to scikit-image's within 1e-9: tests/metrics/imageExtras.test.ts.
    ssimGaussian.compute(pair, kernels).value,
    ssimJs(candidate, reference, { ssim: 'fast' }).mssim,
    ssimJs(candidate, reference).mssim,
    imageSsim.compare({ ...size, data: candidateRgb }, { ...size, data: referenceRgb }).ssim
  ];
  expect(values.map((value) => value?.toFixed(3))).toEqual(
    ssimNamesakes.map(({ value }) => value.toFixed(3))
  );
  expect([width, height]).toEqual([128, 128]);
});
