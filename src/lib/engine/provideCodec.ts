import { describeError } from '../core/describeError';
import { readHeader, type ImageHeader } from '../images/readHeader';
import type { EncodedImage } from './api';
import { loadCodec } from './loadModules';
import type { Pool } from './Pool';

/** A decoder could not be fetched; another try may end otherwise. */
export class CodecUnavailable extends Error {
  override name = 'CodecUnavailable';
}

/**
 * Has the decoder that an image needs, if any, loaded and given to the workers.
 * @throws DataError when the file's header is none; CodecUnavailable when the decoder cannot be fetched
 */
export async function provideCodec({ bytes, path }: EncodedImage, pool: Pool): Promise<ImageHeader> {
  const header = readHeader(bytes, path);
  if (!header.codec) return header;
  try {
    await pool.provide(header.codec, await loadCodec(header.codec));
    return header;
  } catch (error) {
    const cause = describeError(error);
    throw new CodecUnavailable(
      `${path}: the decoder for ${header.kind.toUpperCase()} could not be loaded (${cause}); score again with a network, and this is tried again`,
      { cause: error }
    );
  }
}
