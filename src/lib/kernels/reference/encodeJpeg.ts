import type { RgbImage } from '../../core/image';
import { checkInputs } from '../checkInputs';
import { huffmanCodes, quantisers, zigzag, type HuffmanCode } from '../jpegTables';
import { makeJpegFile } from '../makeJpegFile';

/** `KernelSet.encodeJpeg`: as libjpeg's jccolor, jcsample, jfdctint, jcdctmgr and jchuff state it. */
export function encodeJpeg(image: RgbImage): Uint8Array<ArrayBuffer> {
  checkInputs.encodeJpeg(image);
  const bits = codeUnits(image);
  const data: number[] = [];
  for (let i = 0; i < bits.length; i += 8) {
    const byte = parseInt(bits.slice(i, i + 8).padEnd(8, '1'), 2);
    data.push(byte, ...(byte === 255 ? [0] : []));
  }
  return makeJpegFile(image, Uint8Array.from(data));
}

/** Rows of samples; beyond its edges a plane repeats them. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly samples: readonly number[];
}

function sampleAt({ width, height, samples }: Plane, x: number, y: number): number {
  return samples[Math.min(y, height - 1) * width + Math.min(x, width - 1)]!;
}

/** Weights are in 1/65536; a half is rounded up in luma, down in chroma. */
function weighColours(image: RgbImage, weights: readonly [number, number, number], offset: number): Plane {
  const { width, height, rgb } = image;
  const samples = Array.from({ length: width * height }, (_, pixel) =>
    Math.floor(
      weights.reduce((sum, weight, channel) => sum + weight * rgb[3 * pixel + channel]!, offset) / 65536
    )
  );
  return { width, height, samples };
}

const chromaOffset = 128 * 65536 + 32767;

/** Half as many samples in both directions, for whole blocks across. Halves are rounded down and up by turns. */
function halve(plane: Plane): Plane {
  const [width, height] = [8 * Math.ceil(plane.width / 16), Math.ceil(plane.height / 2)];
  const samples = Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    let sum = 1 + (x % 2);
    for (const dy of [0, 1]) for (const dx of [0, 1]) sum += sampleAt(plane, 2 * x + dx, 2 * y + dy);
    return Math.floor(sum / 4);
  });
  return { width, height, samples };
}

/** Units of two by two luma blocks and one of each chroma. Luma blocks beyond the picture have the brightness of the one before. */
function codeUnits(image: RgbImage): string {
  const luma = weighColours(image, [19595, 38470, 7471], 32768);
  const blue = halve(weighColours(image, [-11059, -21709, 32768], chromaOffset));
  const red = halve(weighColours(image, [32768, -27439, -5329], chromaOffset));
  const writers = [new BlockWriter(0), new BlockWriter(1), new BlockWriter(1)];
  let bits = '';
  for (let y = 0; y < image.height; y += 16) {
    for (let x = 0; x < image.width; x += 16) {
      for (const dy of [0, 8]) {
        for (const dx of [0, 8]) {
          const isInside = x + dx < image.width && y + dy < image.height;
          bits += isInside ? writers[0]!.write(luma, x + dx, y + dy) : writers[0]!.repeat();
        }
      }
      bits += writers[1]!.write(blue, x / 2, y / 2) + writers[2]!.write(red, x / 2, y / 2);
    }
  }
  return bits;
}

/** Codes the blocks of one component, one after the other. */
class BlockWriter {
  readonly #quantisers: readonly number[];
  readonly #dcCodes: readonly HuffmanCode[];
  readonly #acCodes: readonly HuffmanCode[];
  #dc = 0;

  /** @param table 0 of luma, 1 of chroma */
  constructor(table: 0 | 1) {
    this.#quantisers = quantisers[table]!;
    this.#dcCodes = huffmanCodes[2 * table]!;
    this.#acCodes = huffmanCodes[2 * table + 1]!;
  }

  /** The block whose upper left sample is at (x, y). */
  write(plane: Plane, x: number, y: number): string {
    const samples = Array.from({ length: 64 }, (_, i) => sampleAt(plane, x + (i % 8), y + (i >> 3)) - 128);
    const coefficients = transform(samples).map((value, place) => {
      const quantiser = this.#quantisers[place]!;
      return Math.sign(value) * Math.floor((Math.abs(value) + 4 * quantiser) / (8 * quantiser));
    });
    const dc = coefficients[0]!;
    const bits = codeNumber(this.#dcCodes, 0, dc - this.#dc);
    this.#dc = dc;
    return bits + this.#codeAc(zigzag.slice(1).map((place) => coefficients[place]!));
  }

  /** A block that differs from the one before in nothing but its lack of detail. */
  repeat(): string {
    return codeNumber(this.#dcCodes, 0, 0) + this.#codeAc(Array.from({ length: 63 }, () => 0));
  }

  #codeAc(coefficients: readonly number[]): string {
    const last = coefficients.findLastIndex((value) => value !== 0);
    let [bits, run] = ['', 0];
    for (const value of coefficients.slice(0, last + 1)) {
      if (value === 0) {
        run++;
        continue;
      }
      bits += this.#acCodes[0xf0]!.repeat(run >> 4) + codeNumber(this.#acCodes, run & 15, value);
      run = 0;
    }
    return last < coefficients.length - 1 ? bits + this.#acCodes[0]! : bits;
  }
}

/** The symbol of a run of zeros and a size, then the number itself in so many bits, of a negative one less one. */
function codeNumber(codes: readonly HuffmanCode[], run: number, value: number): string {
  const size = value === 0 ? 0 : 1 + Math.floor(Math.log2(Math.abs(value)));
  const low = value < 0 ? value + 2 ** size - 1 : value;
  return codes[16 * run + size]! + (size === 0 ? '' : low.toString(2).padStart(size, '0'));
}

/** Rows first, with two bits more than the result has; that is eight times the coefficients. */
function transform(samples: readonly number[]): number[] {
  const rows = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((y) => transformEight(samples.slice(8 * y, 8 * y + 8), 2));
  const columns = [0, 1, 2, 3, 4, 5, 6, 7].map((x) =>
    transformEight(
      [0, 1, 2, 3, 4, 5, 6, 7].map((y) => rows[8 * y + x]!),
      -2
    )
  );
  return samples.map((_, i) => columns[i % 8]![i >> 3]!);
}

/** Loeffler, Ligtenberg and Moschytz in 13 bits of fraction. @param moreBits by how many the result is shifted up */
function transformEight([d0, d1, d2, d3, d4, d5, d6, d7]: readonly number[], moreBits: number): number[] {
  const round = (value: number, bits: number): number => Math.floor(value / 2 ** bits + 0.5);
  const [s0, s1, s2, s3] = [d0! + d7!, d1! + d6!, d2! + d5!, d3! + d4!];
  const [t4, t5, t6, t7] = [d3! - d4!, d2! - d5!, d1! - d6!, d0! - d7!];
  const [t10, t11, t12, t13] = [s0 + s3, s1 + s2, s1 - s2, s0 - s3];
  const z1 = (t12 + t13) * 4433;
  const z5 = (t4 + t6 + t5 + t7) * 9633;
  const z3 = (t4 + t6) * -16069 + z5;
  const z4 = (t5 + t7) * -3196 + z5;
  const outer = (t4 + t7) * -7373;
  const inner = (t5 + t6) * -20995;
  return [
    round(t10 + t11, -moreBits),
    round(t7 * 12299 + outer + z4, 13 - moreBits),
    round(z1 + t13 * 6270, 13 - moreBits),
    round(t6 * 25172 + inner + z3, 13 - moreBits),
    round(t10 - t11, -moreBits),
    round(t5 * 16819 + inner + z4, 13 - moreBits),
    round(z1 - t12 * 15137, 13 - moreBits),
    round(t4 * 2446 + outer + z3, 13 - moreBits)
  ];
}
