import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelSets } from './kernelSets';
import { makeNoise, misalign } from './patterns';
import { readGolden } from './readGolden';

const golden = await readGolden<{ luma: { pixels: number; sha256: string } }>('kernels.json');

describe.each(kernelSets)('luma ($name)', ({ kernels }) => {
  it("gives Pillow's bytes", () => {
    const grey = kernels.luma(makeNoise(3 * golden.luma.pixels));
    expect(createHash('sha256').update(grey).digest('hex')).toBe(golden.luma.sha256);
  });

  it.each([
    [[0, 0, 0], 0],
    [[255, 255, 255], 255],
    [[255, 0, 0], 76],
    [[0, 255, 0], 150],
    [[0, 0, 255], 29],
    // 19595 + 32768 falls short of 65536; two reds and a blue more, 46661 + 32768, do not.
    [[1, 0, 0], 0],
    [[2, 0, 1], 1]
  ])('turns %j into %i', (rgb, grey) => {
    expect([...kernels.luma(Uint8Array.from(rgb))]).toEqual([grey]);
  });

  it('leaves grey values as they are', () => {
    const rgb = Uint8Array.from({ length: 768 }, (_, index) => index / 3);
    expect([...kernels.luma(rgb)]).toEqual([...new Array(256).keys()]);
  });

  it('gives nothing for nothing', () => {
    expect(kernels.luma(new Uint8Array(0))).toEqual(new Uint8Array(0));
  });

  it('reads a view at an odd offset and does not change it', () => {
    const rgb = makeNoise(3 * 37);
    const view = misalign(rgb);
    expect(kernels.luma(view)).toEqual(kernels.luma(rgb));
    expect(view).toEqual(rgb);
  });

  it('refuses bytes that are no whole pixels', () => {
    expect(() => kernels.luma(new Uint8Array(10))).toThrow(
      new RangeError('luma: got 10 bytes in rgb; expected a multiple of 3')
    );
  });
});

it('gives the same luma in WebAssembly as in the reference for any pixels', () => {
  const [wasm, reference] = kernelSets;
  const pixels = fc
    .uint8Array({ maxLength: 300 })
    .map((bytes) => bytes.slice(0, 3 * Math.floor(bytes.length / 3)));
  fc.assert(
    fc.property(pixels, (rgb) => {
      expect(wasm.kernels.luma(rgb)).toEqual(reference.kernels.luma(rgb));
    })
  );
});
