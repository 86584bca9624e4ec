import type { KernelSet } from '../../kernels/KernelSet';
import { decodeLzw } from '../decodeLzw';
import { imageError, truncated, unsupported } from '../imageHeader';
import { blockRowBytes, COMPRESSION, countBlocks, type TiffLayout } from './TiffLayout';
import { undoPredictor } from './undoPredictor';
import { unpackPackBits } from './unpackPackBits';

const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
});

/** A strip or tile of one plane, unpacked. */
export interface TiffBlock {
  readonly plane: number;
  readonly x: number;
  readonly y: number;
  /** Rows of the picture in it; a strip at the end may have fewer. */
  readonly rows: number;
  readonly bytes: Uint8Array;
}

function unpack(
  data: Uint8Array,
  roomBytes: number,
  compression: number,
  kernels: KernelSet
): Uint8Array | null {
  if (compression === COMPRESSION.lzw) return unpackLzw(data, roomBytes);
  if (compression === COMPRESSION.packBits) return unpackPackBits(data, roomBytes);
  if (compression === COMPRESSION.none) return data.slice(0, roomBytes);
  const { bytes, end } = kernels.inflate(data, roomBytes);
  return end === 'corrupt' || end === 'wrong checksum' ? null : bytes;
}

/** Early software wrote codes from the lowest bit up, and widened them one code later (libtiff's "compat" mode). */
function unpackLzw(data: Uint8Array, roomBytes: number): Uint8Array | null {
  const isOld = data[0] === 0 && (data[1]! & 1) === 1;
  const { bytes, end } = decodeLzw(data, roomBytes, { literalBits: 8, isLowFirst: isOld, isEarly: !isOld });
  return end === 'corrupt' ? null : bytes;
}

/** Every block of the picture, in the order of the file. @throws DataError where one is short or makes no sense */
export function* readTiffBlocks(
  file: Uint8Array,
  layout: TiffLayout,
  path: string,
  kernels: KernelSet
): Generator<TiffBlock> {
  const { across, down } = countBlocks(layout);
  const planes = layout.isPlanar ? layout.samples : 1;
  const count = across * down * planes;
  if (layout.compression === COMPRESSION.none && layout.offsets.length > count && count > 1) {
    throw unsupported(path, 'a TIFF of more strips than its picture has');
  }
  for (let index = 0; index < count; index++) {
    const plane = Math.floor(index / (across * down));
    const inPlane = index % (across * down);
    const y = Math.floor(inPlane / across) * layout.blockHeight;
    const rows = Math.min(layout.blockHeight, layout.height - y);
    const bytes = readBlock(file, layout, { index, rows, path }, kernels);
    yield { plane, x: (inPlane % across) * layout.blockWidth, y, rows, bytes };
  }
}

function readBlock(
  file: Uint8Array,
  layout: TiffLayout,
  { index, rows, path }: { index: number; rows: number; path: string },
  kernels: KernelSet
): Uint8Array {
  const { compression, isTiled, blockHeight, isReversed, predictor } = layout;
  const neededBytes = blockRowBytes(layout) * (isTiled ? blockHeight : rows);
  const isOnly =
    layout.compression === COMPRESSION.none && countBlocks(layout).across * countBlocks(layout).down === 1;
  // Where one strip is the whole picture, Pillow takes the last that the file names.
  const offset = isOnly && !layout.isPlanar ? layout.offsets.at(-1) : layout.offsets[index];
  const isPacked = compression !== COMPRESSION.none;
  // Pillow reads plain pixels as far as it needs them, whatever their count says. Where one is missing, libtiff guesses it.
  const storedBytes = isPacked ? layout.byteCounts[index] : neededBytes;
  if (offset === undefined || storedBytes === undefined)
    throw imageError('image-damaged', path, 'the TIFF file does not say where a part of its pixels is');
  const end = offset + storedBytes;
  if (isPacked && end > file.length) throw truncated('TIFF', path, file.length, end);
  let data = file.subarray(offset, end);
  if (isReversed) data = data.map((byte) => REVERSED[byte]!);
  const bytes = unpack(data, neededBytes, compression, kernels);
  if (!bytes) throw imageError('image-damaged', path, 'the TIFF picture data is corrupt');
  if (bytes.length < neededBytes) throw truncated('TIFF', path, bytes.length, neededBytes);
  if (isPacked && predictor !== 1) undoPredictor(bytes, layout);
  return bytes;
}
