import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Size } from '../../src/lib/core/image';
import { kernelSets } from './kernelSets';
import { makeDisturbed, makeNoise, makePattern, misalign } from './patterns';
import { readGolden } from './readGolden';

interface GoldenMap extends Size {
  readonly step: number;
  readonly values: number[];
}

const golden = await readGolden<{ ssim_map: GoldenMap[] }>('kernels.json');
const size = { width: 37, height: 22 };

describe.each(kernelSets)('ssimMap ($name)', ({ kernels }) => {
  it.each(golden.ssim_map)("gives scikit-image's map at $width×$height", ({ step, values, ...shape }) => {
    const map = kernels.ssimMap(makePattern(shape), makeDisturbed(shape), shape);
    expect(map.length).toBe((shape.width - 6) * (shape.height - 6));
    const sampled = map.filter((_, at) => at % step === 0);
    expect(sampled.length).toBe(values.length);
    sampled.forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThan(1e-9));
  });

  it('has the SSIM as its mean', () => {
    const [a, b] = [makePattern(size), makeDisturbed(size)];
    const map = kernels.ssimMap(a, b, size);
    const mean = map.reduce((sum, value) => sum + value, 0) / map.length;
    expect(mean).toBeCloseTo(kernels.ssim(a, b, size), 12);
  });

  it('is 1 but for the 49 windows that hold the one changed pixel', () => {
    const pixels = makePattern(size);
    const changed = pixels.slice();
    changed[11 * size.width + 20]! ^= 64;
    const map = kernels.ssimMap(pixels, changed, size);
    const low: number[][] = [];
    map.forEach((value, at) => {
      if (value !== 1) low.push([at % 31, Math.floor(at / 31)]);
    });
    expect(low.length).toBe(49);
    for (const [x, y] of low) {
      expect(Math.abs(x! + 3 - 20)).toBeLessThanOrEqual(3);
      expect(Math.abs(y! + 3 - 11)).toBeLessThanOrEqual(3);
    }
  });

  it('leaves the next call and its own arguments as they are', () => {
    const [a, b] = [makePattern(size), makeDisturbed(size)];
    const first = kernels.ssimMap(a, b, size);
    kernels.ssimMap(b, makeNoise(a.length), size);
    expect(kernels.ssimMap(misalign(a), misalign(b), size)).toEqual(first);
    expect(a).toEqual(makePattern(size));
  });

  it.each([
    [{ width: 6, height: 7 }, 42, 'ssimMap: got width 6; expected an integer from 7'],
    [{ width: 8, height: 7 }, 55, 'ssimMap: got 55 bytes in a; expected 56 for 8×7 with 1 bytes a pixel']
  ])('refuses %j with %i bytes', (wrong, length, message) => {
    const pixels = new Uint8Array(length);
    expect(() => kernels.ssimMap(pixels, pixels, wrong)).toThrow(new RangeError(message));
  });
});

it('gives the same map in WebAssembly as in the reference at any size', () => {
  const [wasm, reference] = kernelSets;
  const pair = fc
    .record({ width: fc.integer({ min: 7, max: 24 }), height: fc.integer({ min: 7, max: 12 }) })
    .chain((shape) => {
      const length = shape.width * shape.height;
      const plane = fc.uint8Array({ minLength: length, maxLength: length });
      return fc.record({ shape: fc.constant(shape), a: plane, b: plane });
    });
  fc.assert(
    fc.property(pair, ({ shape, a, b }) => {
      const expected = reference.kernels.ssimMap(a, b, shape);
      const map = wasm.kernels.ssimMap(a, b, shape);
      map.forEach((value, at) => expect(Math.abs(value - expected[at]!)).toBeLessThan(1e-12));
    })
  );
});
