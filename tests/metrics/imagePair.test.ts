import { describe, expect, test } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { makeImagePair } from '../../src/lib/metrics/imagePair';
import { kernelSets } from '../kernels/kernelSets';
import { loadKernels } from '../kernels/loadKernels';
import { grey, scene } from './testImages';

describe.each(kernelSets)('makeImagePair with the $name kernels', ({ kernels }) => {
  test('leaves images of one size as they are', () => {
    const [candidate, reference] = [grey({ width: 4, height: 3 }, 9), scene({ width: 4, height: 3 })];
    const { pair, notes } = makeImagePair(candidate, reference, kernels);
    expect(pair.candidateRgb).toBe(candidate.rgb);
    expect(pair.referenceRgb).toBe(reference.rgb);
    expect(pair.candidateLuma).toEqual(new Uint8Array(12).fill(9));
    expect(notes).toEqual([]);
  });

  test('brings the candidate to the size of the reference, and says so', () => {
    const candidate = scene({ width: 16, height: 8 });
    const { pair, notes } = makeImagePair(candidate, scene({ width: 10, height: 12 }), kernels);
    expect([pair.width, pair.height]).toEqual([10, 12]);
    expect(pair.candidateRgb).toEqual(
      kernels.resize(candidate.rgb, 3, candidate, { width: 10, height: 12 }, 'lanczos')
    );
    expect(pair.candidateLuma).toEqual(kernels.luma(pair.candidateRgb));
    expect(notes).toEqual(['output 16×8 resized to 10×12 (LANCZOS)']);
  });
});

test('sizes that no memory holds are a problem of the data, with both sizes named', async () => {
  const kernels = await loadKernels();
  const candidate = grey({ width: 1, height: 500_000 }, 0);
  const make = (): unknown => makeImagePair(candidate, grey({ width: 1000, height: 1 }, 0), kernels);
  expect(make).toThrow(DataError);
  expect(make).toThrow('output 1×500000 cannot be resized to 1000×1');
});
