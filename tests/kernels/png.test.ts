import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFilteredBytes, listPasses, type PngLayout } from '../../src/lib/kernels/PngLayout';
import { kernelSets } from './kernelSets';

const [wasm, reference] = kernelSets;

const bytes = (length: number, rule: (index: number) => number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => rule(i));
const samples: readonly [name: string, data: Uint8Array][] = [
  ['nothing', new Uint8Array(0)],
  ['text', new TextEncoder().encode('one two three one two three one two three')],
  ['zeros', new Uint8Array(3000)],
  ['a ramp', bytes(3000, (i) => i >> 3)],
  ['noise', bytes(3000, (i) => (Math.imul(i + 1, 2654435761) >>> 13) & 255)],
  ['far matches', bytes(40_000, (i) => (i % 33_000 < 300 ? i & 255 : (i * i) & 255))]
];
const strategies = [
  { level: 0 },
  { level: 1 },
  { level: 9 },
  { level: 9, strategy: constants.Z_FIXED },
  { level: 6, strategy: constants.Z_HUFFMAN_ONLY },
  { level: 6, strategy: constants.Z_RLE }
];

describe.each(kernelSets)('inflate ($name)', ({ kernels }) => {
  it.each(samples)('gives back what zlib deflated: %s', (_, data) => {
    for (const options of strategies) {
      const stream = Uint8Array.from(deflateSync(data, options));
      expect(kernels.inflate(stream, data.length)).toEqual({ bytes: data, end: 'whole' });
    }
  });

  const [, data] = samples[3]!;
  const stream = Uint8Array.from(deflateSync(data));

  it('stops where there is no more room', () => {
    expect(kernels.inflate(stream, 100)).toEqual({ bytes: data.subarray(0, 100), end: 'more' });
  });

  it('says that input is missing, down to the last byte of the checksum', () => {
    for (const missing of [1, 4, 5, stream.length - 1, stream.length]) {
      expect(kernels.inflate(stream.subarray(0, stream.length - missing), data.length).end).toBe('truncated');
    }
  });

  it('looks at nothing behind the stream', () => {
    expect(kernels.inflate(Uint8Array.of(...stream, 1, 2, 3), data.length).end).toBe('whole');
  });

  it('tells a wrong checksum', () => {
    const changed = stream.with(-1, stream.at(-1)! ^ 1);
    expect(kernels.inflate(changed, data.length)).toEqual({ bytes: data, end: 'wrong checksum' });
  });

  // By hand: header 78 01, then three bits of the block's head and what follows it.
  it.each<[string, number[]]>([
    ['no zlib header', [0x79, 0x01, 3, 0, 0, 0, 0, 1]],
    ['a preset dictionary', [0x78, 0x20, 3, 0, 0, 0, 0, 1]],
    ['a block of kind 3', [0x78, 0x01, 7, 0, 0, 0, 0, 1]],
    ['a stored block whose length is not repeated', [0x78, 0x01, 1, 2, 0, 0, 0, 1, 1]],
    ['a distance before the start', [0x78, 0x01, 0b011, 0b0000001 << 1, 0, 0, 0, 0]]
  ])('refuses %s', (_, list) => {
    expect(kernels.inflate(Uint8Array.from(list), 100).end).toBe('corrupt');
  });
});

it('whatever the bytes, WebAssembly and reference agree', () => {
  const change = fc.record({
    sample: fc.constantFrom(...samples.slice(0, 5)),
    options: fc.constantFrom(...strategies),
    at: fc.nat(),
    byte: fc.nat(255),
    room: fc.nat(3500)
  });
  fc.assert(
    fc.property(change, ({ sample: [, data], options, at, byte, room }) => {
      const stream = Uint8Array.from(deflateSync(data, options));
      stream[at % stream.length] = byte;
      expect(wasm.kernels.inflate(stream, room)).toEqual(reference.kernels.inflate(stream, room));
    }),
    { numRuns: 400 }
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (rest) => {
      const stream = Uint8Array.of(0x78, 0x01, ...rest);
      expect(wasm.kernels.inflate(stream, 500)).toEqual(reference.kernels.inflate(stream, 500));
    }),
    { numRuns: 1000 }
  );
});

const kinds = [
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]]
] as const;
const layouts = kinds.flatMap(([colourType, depths]) => depths.map((bitDepth) => ({ colourType, bitDepth })));
const palette = bytes(1024, (i) => (i * 7) & 255);

/** As the chunks of a file hold it. */
const cut = (stream: Uint8Array): Uint8Array[] => [
  stream.subarray(0, stream.length >> 1),
  new Uint8Array(),
  stream.subarray(stream.length >> 1)
];

describe.each(kernelSets)('a PNG ($name)', ({ kernels }) => {
  const grey = { width: 3, height: 2, bitDepth: 8, colourType: 0, isInterlaced: false, palette: null };
  const decode = (rows: number[], layout: PngLayout) =>
    kernels.decodePng([Uint8Array.from(deflateSync(Uint8Array.from(rows)))], layout);

  // Worked by hand.
  it.each<[string, number[], number[]]>([
    ['none', [0, 1, 2, 3, 0, 4, 5, 6], [1, 2, 3, 4, 5, 6]],
    ['sub', [1, 1, 2, 3, 1, 250, 10, 1], [1, 3, 6, 250, 4, 5]],
    ['up', [2, 1, 2, 3, 2, 255, 5, 6], [1, 2, 3, 0, 7, 9]],
    ['average', [3, 10, 2, 3, 3, 1, 1, 1], [10, 7, 6, 6, 7, 7]],
    ['Paeth', [4, 10, 2, 3, 4, 1, 1, 1], [10, 12, 15, 11, 13, 16]]
  ])('has its filter "%s" taken back', (_, rows, expected) => {
    const { rgb, end } = decode(rows, grey);
    expect([...rgb!].filter((__, i) => i % 3 === 0)).toEqual(expected);
    expect(end).toBe('whole');
  });

  it('of an unknown filter, or cut within a row, has no pixels', () => {
    expect(decode([0, 1, 2, 3, 5, 4, 5, 6], grey).rgb).toBeNull();
    expect(decode([0, 1, 2, 3, 0, 4, 5], grey).rgb).toBeNull();
  });

  it('that ends behind a row is black from there on', () => {
    expect([...decode([0, 1, 2, 3], grey).rgb!.subarray(9)]).toEqual(new Array(9).fill(0));
  });

  it('of indices without a palette is a mistake of the caller', () => {
    expect(() => decode([0, 0], { ...grey, colourType: 3 })).toThrow('a palette of 0 bytes');
  });
});

it.each(layouts)(
  'of type $colourType and $bitDepth bits is the same in WebAssembly and in the reference',
  (kind) => {
    const picture = fc.record({
      width: fc.integer({ min: 1, max: 90 }),
      height: fc.integer({ min: 1, max: 9 }),
      isInterlaced: fc.boolean(),
      seed: fc.nat()
    });
    fc.assert(
      fc.property(picture, ({ seed, ...size }) => {
        const layout: PngLayout = { ...size, ...kind, palette };
        // Filters 0 to 4 wherever a row begins; some pictures meet an unknown one.
        const rows = bytes(countFilteredBytes(layout), (i) => (Math.imul(i + seed, 2654435761) >>> 11) % 5);
        const stream = Uint8Array.from(deflateSync(rows.map((byte, i) => (i % 3 === 0 ? byte : byte * 50))));
        const [ours, expected] = [wasm, reference].map(({ kernels }) =>
          kernels.decodePng(cut(stream), layout)
        );
        expect(ours).toEqual(expected);
      }),
      { numRuns: 60 }
    );
  }
);

it.each(layouts)(
  'of type $colourType and $bitDepth bits with many rows of Paeth is the same in WebAssembly and in the reference',
  (kind) => {
    // The kernel takes four or eight such rows together: pictures of fewer, of more, and of too narrow rows.
    const picture = fc.record({
      width: fc.integer({ min: 1, max: 24 }),
      height: fc.integer({ min: 1, max: 40 }),
      isInterlaced: fc.boolean(),
      seed: fc.nat(),
      otherFilterEvery: fc.constantFrom(3, 10, 1000)
    });
    fc.assert(
      fc.property(picture, ({ seed, otherFilterEvery, ...size }) => {
        const layout: PngLayout = { ...size, ...kind, palette };
        const rows = bytes(countFilteredBytes(layout), (i) => Math.imul(i + seed, 2654435761) >>> 24);
        let start = 0;
        let row = 0;
        for (const pass of listPasses(layout)) {
          for (let y = 0; y < pass.rows; y++, row++, start += pass.rowBytes + 1) {
            rows[start] = row % otherFilterEvery === otherFilterEvery - 1 ? row % 4 : 4;
          }
        }
        const stream = Uint8Array.from(deflateSync(rows));
        const [ours, expected] = [wasm, reference].map(({ kernels }) =>
          kernels.decodePng(cut(stream), layout)
        );
        expect(ours!.rgb).not.toBeNull();
        expect(ours).toEqual(expected);
      }),
      { numRuns: 60 }
    );
  }
);
