import { readHeader, type ImageHeader } from '../images/readHeader';
import type { EncodedImage } from './api';
import { loadCodec } from './loadModules';
import type { Pool } from './Pool';

/**
 * Has the decoder that an image needs, if any, loaded and given to the workers.
 * @throws DataError when the file's header is none; Error when the decoder cannot be fetched
 */
export async function provideCodec({ bytes, path }: EncodedImage, pool: Pool): Promise<ImageHeader> {
  const header = readHeader(bytes, path);
  if (header.codec) await pool.provide(header.codec, await loadCodec(header.codec));
  return header;
}
