import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelSets } from './kernelSets';
import { loadKernels } from './loadKernels';
import { makeNoise, misalign } from './patterns';
import { readGolden } from './readGolden';

interface GoldenFile {
  readonly width: number;
  readonly height: number;
  readonly rule: 'noise' | 'slopes' | 'edges';
  readonly bytes: number;
  readonly sha256: string;
}

const golden = await readGolden<{ files: GoldenFile[] }>('encode.json');
const [wasm, reference] = kernelSets;

/** As tests/golden/encode.py draws them. */
const rules: Record<GoldenFile['rule'], (length: number) => Uint8Array> = {
  noise: makeNoise,
  slopes: (length) => Uint8Array.from({ length }, (_, i) => Math.floor(i / 7) * ((i % 3) + 1)),
  edges: (length) => Uint8Array.from({ length }, (_, i) => (Math.floor(i / 23) % 2) * 255)
};

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(kernelSets)('encodeJpeg ($name)', ({ kernels }) => {
  it.each(golden.files)(
    "writes Pillow's bytes of $width × $height pixels of $rule",
    ({ width, height, rule, bytes, sha256 }) => {
      const file = kernels.encodeJpeg({ width, height, rgb: rules[rule](3 * width * height) });
      expect({ bytes: file.length, sha256: digest(file) }).toEqual({ bytes, sha256 });
    }
  );

  it('takes bytes wherever they lie', () => {
    const rgb = makeNoise(3 * 5 * 4);
    const size = { width: 5, height: 4 };
    expect(kernels.encodeJpeg({ ...size, rgb: misalign(rgb) })).toEqual(kernels.encodeJpeg({ ...size, rgb }));
  });

  it('refuses bytes that are not those of the size, and sides that no JPEG has', () => {
    const rgb = new Uint8Array(59);
    expect(() => kernels.encodeJpeg({ width: 5, height: 4, rgb })).toThrow('encodeJpeg: got 59 bytes in rgb');
    const long = { width: 65_501, height: 1, rgb: new Uint8Array(3 * 65_501) };
    expect(() => kernels.encodeJpeg(long)).toThrow('sides of at most 65500');
  });
});

it('a picture of smooth colours comes back with hardly a change', async () => {
  const kernels = await loadKernels();
  const size = { width: 40, height: 24 };
  const rgb = Uint8Array.from({ length: 3 * 960 }, (_, i) => 40 + Math.floor(i / 3) / 6 + 20 * (i % 3));
  const back = kernels.decodeJpeg(kernels.encodeJpeg({ ...size, rgb }), size) as Uint8Array;
  const largest = Math.max(...rgb.map((value, i) => Math.abs(value - back[i]!)));
  expect(largest).toBeLessThan(16);
});

it('WebAssembly and reference agree', () => {
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(side, side, fc.nat(), fc.nat(7), (width, height, seed, shift) => {
      const rgb = Uint8Array.from(
        { length: 3 * width * height },
        (_, i) => Math.imul((i + seed) >> shift, 2654435761) >>> 24
      );
      const [ours, expected] = [wasm, reference].map(({ kernels }) =>
        kernels.encodeJpeg({ width, height, rgb })
      );
      expect(ours).toEqual(expected);
    }),
    { numRuns: 50 }
  );
});
