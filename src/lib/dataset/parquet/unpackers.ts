import type { Compressors } from 'hyparquet';
import { compressors, decompressZstd } from 'hyparquet-compressors';

const known: Compressors = {
  ...compressors,
  // Takes its output's size from the data unless it is given the room.
  ZSTD: (input, outputLength) => decompressZstd(input, new Uint8Array(outputLength))
};

/** What unpacks the pages of each codec; some writers pack nothing into nothing, which is no stream of the codec. */
export const unpackers: Compressors = Object.fromEntries(
  Object.entries(known).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, outputLength: number) =>
      outputLength === 0 ? new Uint8Array() : unpack(input, outputLength)
  ])
);
