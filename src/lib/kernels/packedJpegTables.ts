import { huffmanCodes, quantisers, type HuffmanCode } from './jpegTables';

/** As in wasm/assembly/jpeg/encodeJpeg.ts. */
export const packedJpegTables = Uint32Array.from(
  quantisers.flatMap((table, index) => [
    ...new Uint32Array(Float32Array.from(table, (value) => 8 * value).buffer),
    ...packCodes(huffmanCodes[2 * index]!, 16),
    ...packCodes(huffmanCodes[2 * index + 1]!, 256)
  ])
);

function packCodes(codes: readonly HuffmanCode[], count: number): number[] {
  return Array.from({ length: count }, (_, symbol) => {
    const code = codes[symbol] ?? '';
    return parseInt(code || '0', 2) * 256 + code.length;
  });
}
