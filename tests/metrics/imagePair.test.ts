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

  // 12.3 and 13.0 gave other pixels for 59×193 to 25×14, the same for 236×180 to 100×170 and for equal widths.
  test.each([
    [59, 193, 25, 14, true],
    [60, 90, 120, 170, false],
    [236, 180, 32, 170, false],
    [40, 90, 40, 17, false]
  ])('from %i×%i to %i×%i: another order in Pillow 13 %s', (width, height, newWidth, newHeight, isOther) => {
    const { notes } = makeImagePair(
      scene({ width, height }),
      scene({ width: newWidth, height: newHeight }),
      kernels
    );
    expect(notes.some((note) => note.startsWith('Pillow 13'))).toBe(isOther);
  });
});

test('sizes that no memory holds are a problem of the data, with both sizes named', async () => {
  const kernels = await loadKernels();
  const candidate = grey({ width: 1, height: 500_000 }, 0);
  const { pair } = makeImagePair(candidate, grey({ width: 1000, height: 1 }, 0), kernels);
  for (const make of [() => pair.comparison, () => pair.candidateRgb]) {
    expect(make).toThrow(DataError);
    expect(make).toThrow('output 1×500000 cannot be resized to 1000×1');
  }
});
