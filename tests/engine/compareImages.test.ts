import { describe, expect, it } from 'vitest';
import { compareImages } from '../../src/lib/engine/compareImages';
import { makeImagePair } from '../../src/lib/metrics/imagePair';
import { metricById } from '../../src/lib/metrics/registry';
import { loadKernels } from '../kernels/loadKernels';
import { addBoxes, addNoise, source } from '../metrics/region/drawn';

const kernels = await loadKernels();
const reference = source({ width: 53, height: 41 });
const output = addNoise(addBoxes(reference, [[8, 9, 14, 12, 50]]), 10);

function scoreOf(id: string, candidate: typeof output): unknown {
  const metric = metricById(id);
  const { pair } = makeImagePair(candidate, reference, kernels);
  return metric.kind === 'image' && metric.compute(pair, kernels);
}

describe('comparing two images for the eye', () => {
  it.each([
    ['of one size', output],
    ['of different sizes', source({ width: 80, height: 33 })]
  ])('gives the very scores of a run, %s', (_, candidate) => {
    const compared = compareImages(candidate, reference, kernels);
    expect(compared.ssim).toEqual(scoreOf('ssim', candidate));
    expect(compared.mae).toEqual(scoreOf('mae', candidate));
  });

  it('gives a map whose mean is the SSIM', () => {
    const { ssimMap, ssim, width, height } = compareImages(output, reference, kernels);
    expect(ssimMap).toHaveLength((width - 6) * (height - 6));
    const mean = ssimMap!.reduce((sum, value) => sum + value, 0) / ssimMap!.length;
    expect(Math.abs(mean - ssim.value!)).toBeLessThan(1e-13);
  });

  it('brings the candidate to the size of the reference, and says so', () => {
    const large = source({ width: 80, height: 33 });
    const compared = compareImages(large, reference, kernels);
    expect(compared.candidateRgb).toEqual(kernels.resize(large.rgb, 3, large, reference, 'lanczos'));
    expect(compared.resized).toBe('80×33 resized to 53×41 (LANCZOS)');
    expect(compareImages(output, reference, kernels).resized).toBeNull();
  });

  it('does not give away the bytes of the candidate, which the page still shows', () => {
    expect(compareImages(output, reference, kernels).candidateRgb.buffer).not.toBe(output.rgb.buffer);
  });

  it('gives differences with their sign in luma, and the worst of the three channels', () => {
    const base = { width: 8, height: 8, rgb: new Uint8Array(192).fill(100) };
    const changed = { ...base, rgb: base.rgb.slice() };
    changed.rgb.set([100, 60, 100], 3 * 9);
    changed.rgb.set([130, 130, 130], 3 * 10);
    const compared = compareImages(changed, base, kernels);
    // −40 · 0.587 = −23.5
    expect([...compared.lumaDifferences.slice(8, 12)]).toEqual([0, -23, 30, 0]);
    expect([...compared.largestDifferences.slice(8, 12)]).toEqual([0, 40, 30, 0]);
    expect([compared.maximum, compared.differingPixels]).toEqual([40, 2]);
    expect(compared.mae).toEqual({ value: (40 + 90) / 192 });
  });

  it('has no map where SSIM has no value, and says why', () => {
    const tiny = { width: 6, height: 9, rgb: new Uint8Array(162) };
    const compared = compareImages(tiny, tiny, kernels);
    expect(compared.ssimMap).toBeNull();
    expect(compared.ssim).toMatchObject({ value: null, reason: expect.stringContaining('7 px') as string });
  });
});
