import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channels, ResizeFilter } from '../../src/lib/kernels/KernelSet';
import { kernelSets } from './kernelSets';
import { makeNoise, misalign } from './patterns';
import { goldenUrl, readGolden } from './readGolden';
import { readPng } from './readPng';

type Sides = [width: number, height: number];

interface PictureCase {
  readonly src: string;
  readonly from: Sides;
  readonly to: Sides;
  readonly filter: ResizeFilter;
  readonly sha256: string;
  readonly first16: number[];
}

interface NoiseCase {
  readonly from: Sides;
  readonly to: Sides;
  readonly channels: Channels;
  readonly filter: ResizeFilter;
  readonly sha256: string;
}

const pictures = await readGolden<PictureCase[]>('resample.json');
const { resize: noises } = await readGolden<{ resize: NoiseCase[] }>('kernels.json');

function toSize([width, height]: Sides) {
  return { width, height };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe.each(kernelSets)('resize ($name)', ({ kernels }) => {
  it.each(pictures)("gives Pillow's bytes for $src, $filter, to $to", async (expected) => {
    const { pixels, channels, width, height } = await readPng(goldenUrl(expected.src));
    expect([width, height]).toEqual(expected.from);
    const resized = kernels.resize(pixels, channels, { width, height }, toSize(expected.to), expected.filter);
    expect([...resized.subarray(0, 16)]).toEqual(expected.first16.slice(0, resized.length));
    expect(sha256(resized)).toBe(expected.sha256);
  });

  it.each(noises)("gives Pillow's bytes for noise $from to $to, $channels channels, $filter", (expected) => {
    const [from, to] = [toSize(expected.from), toSize(expected.to)];
    const noise = makeNoise(from.width * from.height * expected.channels);
    expect(sha256(kernels.resize(noise, expected.channels, from, to, expected.filter))).toBe(expected.sha256);
  });

  it('averages by halves when a row of two shrinks to one', () => {
    const row = Uint8Array.of(10, 21);
    const [one, two] = [
      { width: 1, height: 1 },
      { width: 2, height: 1 }
    ];
    expect([...kernels.resize(row, 1, two, one, 'bilinear')]).toEqual([16]);
  });

  it('keeps a constant image constant', () => {
    const from = { width: 9, height: 11 };
    const pixels = new Uint8Array(9 * 11 * 3).fill(200);
    for (const filter of ['lanczos', 'bilinear', 'bicubic'] as const) {
      const resized = kernels.resize(pixels, 3, from, { width: 30, height: 4 }, filter);
      expect(resized).toEqual(new Uint8Array(30 * 4 * 3).fill(200));
    }
  });

  it('clips where LANCZOS overshoots', () => {
    const edge = Uint8Array.from({ length: 16 }, (_, x) => (x < 8 ? 0 : 255));
    const resized = kernels.resize(edge, 1, { width: 16, height: 1 }, { width: 61, height: 1 }, 'lanczos');
    expect(resized.at(0)).toBe(0);
    expect(resized.at(-1)).toBe(255);
  });

  it('returns a copy when the size stays', () => {
    const size = { width: 5, height: 4 };
    const pixels = makeNoise(60);
    const resized = kernels.resize(pixels, 3, size, size, 'lanczos');
    expect(resized).toEqual(pixels);
    expect(resized.buffer).not.toBe(pixels.buffer);
  });

  it('reads a view at an odd offset', () => {
    const [from, to] = [
      { width: 13, height: 9 },
      { width: 7, height: 21 }
    ];
    const pixels = makeNoise(13 * 9 * 3);
    expect(kernels.resize(misalign(pixels), 3, from, to, 'lanczos')).toEqual(
      kernels.resize(pixels, 3, from, to, 'lanczos')
    );
  });

  it('refuses wrong lengths, sides, channels and filters before it works', () => {
    const size = { width: 2, height: 2 };
    const resize = kernels.resize.bind(kernels);
    expect(() => resize(new Uint8Array(11), 3, size, size, 'lanczos')).toThrow(
      new RangeError('resize: got 11 bytes in pixels; expected 12 for 2×2 with 3 bytes a pixel')
    );
    expect(() => resize(new Uint8Array(4), 1, size, { width: 0, height: 2 }, 'lanczos')).toThrow(
      new RangeError('resize: got width 0; expected an integer from 1')
    );
    expect(() => resize(new Uint8Array(16), 4 as Channels, size, size, 'lanczos')).toThrow(
      new RangeError('resize: got 4 channels; expected 1 or 3')
    );
    expect(() => resize(new Uint8Array(4), 1, size, size, 'nearest' as ResizeFilter)).toThrow(
      new RangeError('resize: got filter nearest; expected lanczos, bilinear or bicubic')
    );
    expect(() => resize(new Uint8Array(4), 1, size, { width: 40000, height: 40000 }, 'lanczos')).toThrow(
      new RangeError('resize: got 1600000000 bytes at once; expected at most 1073741760')
    );
  });
});

it('gives the same bytes in WebAssembly as in the reference at any size', () => {
  const [wasm, reference] = kernelSets;
  const side = fc.integer({ min: 1, max: 24 });
  const shape = fc.record({ width: side, height: side });
  const options = fc.record({
    from: shape,
    to: shape,
    channels: fc.constantFrom(1 as const, 3 as const),
    filter: fc.constantFrom('lanczos' as const, 'bilinear' as const, 'bicubic' as const),
    seed: fc.nat(1000)
  });
  fc.assert(
    fc.property(options, ({ from, to, channels, filter, seed }) => {
      const pixels = makeNoise(seed + from.width * from.height * channels).subarray(seed);
      expect(wasm.kernels.resize(pixels, channels, from, to, filter)).toEqual(
        reference.kernels.resize(pixels, channels, from, to, filter)
      );
    })
  );
});
