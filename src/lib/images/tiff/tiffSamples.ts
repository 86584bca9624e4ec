import { viewOf } from '../imageHeader';
import { COMPRESSION, type TiffLayout } from './TiffLayout';

/** Sample number `index` of a row that begins at `start`, as Pillow brings it to 8 bits. */
export type SampleReader = (index: number, start: number) => number;

const clip = (value: number): number => (value >= 255 ? 255 : value > 0 ? Math.floor(value) : 0);

/** 1 to 12 bits, highest first. */
function readPacked(bytes: Uint8Array, bits: number): SampleReader {
  const mask = (1 << bits) - 1;
  return (index, start) => {
    const bit = index * bits;
    const at = start + (bit >> 3);
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    return (word >> (24 - bits - (bit & 7))) & mask;
  };
}

/**
 * Of compressed files with the high byte first Pillow swaps signed numbers and floats that libtiff has swapped already.
 */
function isReadLittle({ isLittle, compression, sampleFormat }: TiffLayout): boolean {
  return isLittle || (compression !== COMPRESSION.none && sampleFormat !== 'unsigned');
}

/** Whole numbers and floats wider than 8 bits are clipped to 0…255 where they are grey; of others the high byte counts. */
function readWide(bytes: Uint8Array, layout: TiffLayout): SampleReader {
  const { bits, colour, sampleFormat } = layout;
  const view = viewOf(bytes);
  const isLittle = isReadLittle(layout);
  if (bits === 16 && colour !== 'grey')
    return (index, start) => bytes[start + 2 * index + (isLittle ? 1 : 0)]!;
  if (bits === 16 && sampleFormat === 'signed') {
    return (index, start) => clip(view.getInt16(start + 2 * index, isLittle));
  }
  if (bits === 16) return (index, start) => clip(view.getUint16(start + 2 * index, isLittle));
  if (sampleFormat === 'float') return (index, start) => clip(view.getFloat32(start + 4 * index, isLittle));
  // Pillow takes unsigned 32-bit numbers for signed ones.
  return (index, start) => clip(view.getInt32(start + 4 * index, isLittle));
}

/** How the samples of a block are read; palette indices stay as they are. */
export function readSamplesOf(bytes: Uint8Array, layout: TiffLayout): SampleReader {
  const { bits, colour, isInverted } = layout;
  if (bits > 12) return readWide(bytes, layout);
  const read: SampleReader = bits === 8 ? (index, start) => bytes[start + index]! : readPacked(bytes, bits);
  if (colour === 'palette') return read;
  if (bits === 12) return (index, start) => clip(read(index, start));
  const factor = 255 / (2 ** bits - 1);
  return isInverted
    ? (index, start) => 255 - factor * read(index, start)
    : (index, start) => factor * read(index, start);
}
