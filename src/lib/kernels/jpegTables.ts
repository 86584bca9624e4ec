import type { Size } from '../core/image';

/** Places in a block of eight by eight, row by row, in the order in which coefficients are coded (T.81, figure A.6). */
export const zigzag: readonly number[] = listZigzag();

function listZigzag(): number[] {
  const places = Array.from({ length: 64 }, (_, place) => place);
  const diagonalOf = (place: number): number => (place >> 3) + (place & 7);
  /** Even diagonals go up, odd ones down. */
  const stepOf = (place: number): number => (diagonalOf(place) % 2 === 0 ? place & 7 : place >> 3);
  return places.sort((a, b) => diagonalOf(a) - diagonalOf(b) || stepOf(a) - stepOf(b));
}

/** T.81, tables K.1 (luma) and K.2 (chroma), row by row. */
const examples: readonly (readonly number[])[] = [
  [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  ],
  [
    17,
    18,
    24,
    47,
    99,
    99,
    99,
    99,
    18,
    21,
    26,
    66,
    99,
    99,
    99,
    99,
    24,
    26,
    56,
    99,
    99,
    99,
    99,
    99,
    47,
    66,
    99,
    99,
    99,
    99,
    99,
    99,
    ...Array.from({ length: 32 }, () => 99)
  ]
];

/** libjpeg's quality 80: two fifths of the examples. */
const percent = 40;

/** Of luma and chroma. */
export const quantisers = examples.map((table) =>
  table.map((value) => Math.max(1, Math.floor((value * percent + 50) / 100)))
);

interface HuffmanSpec {
  /** Class (16 for AC) and destination, as a DHT segment has it. */
  readonly id: number;
  /** Codes of 1 to 16 bits. */
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

const fromHex = (text: string): number[] => [...text.matchAll(/../g)].map(([pair]) => parseInt(pair, 16));

const spec = (id: number, counts: string, symbols: string): HuffmanSpec => ({
  id,
  counts: fromHex(counts),
  symbols: fromHex(symbols)
});

/** T.81, tables K.3 to K.6: DC and AC of luma, DC and AC of chroma. */
export const huffmanSpecs: readonly HuffmanSpec[] = [
  spec(0x00, '00010501010101010100000000000000', '000102030405060708090a0b'),
  spec(
    0x10,
    '0002010303020403050504040000017d',
    '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa'
  ),
  spec(0x01, '00030101010101010101010000000000', '000102030405060708090a0b'),
  spec(
    0x11,
    '00020102040403040705040400010277',
    '000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa'
  )
];

/** The bits of a code, as text. */
export type HuffmanCode = string;

/** Of each spec its codes by symbol (T.81, annex C): as short as can be, in the order of the symbols. */
export const huffmanCodes: readonly (readonly HuffmanCode[])[] = huffmanSpecs.map(({ counts, symbols }) => {
  const codes: HuffmanCode[] = [];
  let [code, place] = [0, 0];
  for (const [index, count] of counts.entries()) {
    for (let i = 0; i < count; i++) codes[symbols[place++]!] = (code++).toString(2).padStart(index + 1, '0');
    code *= 2;
  }
  return codes;
});

/** The largest side that a JPEG decoder of the browsers takes. */
export const MAX_JPEG_SIDE = 65_500;

/** Room for the worst of blocks: 64 coefficients of 27 bits, each of their bytes 255 and so with a zero behind it. */
const blockBytes = 432;
const unitBlocks = 6;

/** What the entropy-coded data of a picture has at most. */
export function countJpegRoom({ width, height }: Size): number {
  return Math.ceil(width / 16) * Math.ceil(height / 16) * unitBlocks * blockBytes;
}
