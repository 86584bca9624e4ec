import type { RgbImage } from '../core/image';
import { DataError } from '../core/problem';
import { loadCodec } from '../engine/loadModules';
import type { Pool } from '../engine/Pool';
import { readHeader } from '../images/readHeader';

const timeoutMs = 30_000;

/** Decodes pictures in the pool's workers, with the decoders that score them. Throws DataError where that fails. */
export function decodeWith(pool: Pool): (bytes: Uint8Array<ArrayBuffer>, path: string) => Promise<RgbImage> {
  return async (bytes, path) => {
    const { codec } = readHeader(bytes, path);
    await pool.provide(codec, await loadCodec(codec));
    const reply = await pool.decode({ path, bytes }, timeoutMs);
    if (reply.ok) return reply.value;
    throw new DataError(reply.problem);
  };
}
