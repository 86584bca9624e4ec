import { describe, expect, it } from 'vitest';
import { compareImages } from '../../../src/lib/engine/compareImages';
import { referenceKernels } from '../../../src/lib/kernels/reference/referenceKernels';
import { formatSigned, ssimAt } from '../../../src/lib/ui/stage/pixelValues';
import { readImages, readPair } from '../../../src/lib/ui/stage/readValues';

const size = { width: 9, height: 8 };
const a = { ...size, rgb: Uint8Array.from({ length: 9 * 8 * 3 }, (_, i) => Math.floor(i / 3) * 2) };
const b = { ...size, rgb: a.rgb.map((value, i) => (i === 3 * (4 * 9 + 5) ? value + 60 : value)) };

describe('the read-out side by side', () => {
  it('gives one number for grey and three for colour', () => {
    const values = readImages(
      [
        { label: 'Reference', image: a },
        { label: 'Output', image: b }
      ],
      size,
      { x: 5, y: 4 }
    );
    expect(values).toEqual([
      { label: 'Reference', value: '82' },
      { label: 'Output', value: '142 82 82' }
    ]);
  });

  it('gives a dash where an image does not reach', () => {
    const low = { width: 9, height: 2, rgb: new Uint8Array(9 * 2 * 3) };
    expect(readImages([{ label: 'Input', image: low }], size, { x: 0, y: 0 })).toEqual([
      { label: 'Input', value: '–' }
    ]);
  });
});

describe('the read-out of a pair', () => {
  const compared = compareImages(b, a, referenceKernels);
  const read = (x: number, y: number) =>
    readPair({ label: 'Reference', image: a }, 'Output', compared, { x, y }).map(({ value }) => value);

  it('gives both values, their difference in luma and in the worst channel, and the SSIM there', () => {
    // Luma of (142, 82, 82) is 82 + 60 · 0.299 = 99.94, rounded 100.
    const ssim = referenceKernels.ssimMap(referenceKernels.luma(b.rgb), referenceKernels.luma(a.rgb), size);
    expect(read(5, 4)).toEqual(['82', '142 82 82', '+18', '60', ssim[1 * 3 + 2]!.toFixed(6)]);
    expect(read(3, 3).slice(0, 4)).toEqual(['60', '60', '0', '0']);
  });

  it('says where no window of SSIM fits', () => {
    expect(read(2, 4)[4]).toBe('no window here');
    expect(ssimAt(new Float64Array(6), size, { x: 6, y: 4 })).toBeNull();
  });
});

describe('a difference in words', () => {
  it('always has its sign', () => {
    expect([5, -5, 0].map(formatSigned)).toEqual(['+5', '−5', '0']);
  });
});
