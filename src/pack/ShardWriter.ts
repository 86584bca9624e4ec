import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { maxShardBytes, type Shard } from '../lib/dataset/shards/shardSet';

/** Cuts a stream of bytes into files of at most `maxShardBytes`. */
export class ShardWriter {
  readonly shards: Shard[] = [];
  readonly #folder: string;
  readonly #stem: string;
  #parts: Uint8Array[] = [];
  #waitingBytes = 0;
  #writtenBytes = 0;

  /** @param stem the files' names: `images` gives `images-00000.bin` */
  constructor(folder: string, stem: string) {
    this.#folder = folder;
    this.#stem = stem;
  }

  /** Where the next byte will lie in all shards laid end to end. */
  get position(): number {
    return this.#writtenBytes + this.#waitingBytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      const part = rest.subarray(0, maxShardBytes - this.#waitingBytes);
      this.#parts.push(part);
      this.#waitingBytes += part.length;
      rest = rest.subarray(part.length);
      if (this.#waitingBytes === maxShardBytes) await this.close();
    }
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    if (this.#waitingBytes === 0) return;
    const number = String(this.shards.length).padStart(5, '0');
    this.shards.push(
      await writeShard(this.#folder, `${this.#stem}-${number}.bin`, Buffer.concat(this.#parts))
    );
    this.#writtenBytes += this.#waitingBytes;
    this.#parts = [];
    this.#waitingBytes = 0;
  }
}

/** `wx`: never over a file that is there. */
export async function writeShard(folder: string, file: string, bytes: Uint8Array): Promise<Shard> {
  await writeFile(join(folder, file), bytes, { flag: 'wx' });
  return { file, byteLength: bytes.length, sha256: sha256Of(bytes) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
