import { Reader } from '@zip.js/zip.js/lib/zip-core-custom.js';

/** A quarter of a megabyte: about sixteen images of the demo. */
const blockBytes = 1 << 18;
/** Four folders that are read side by side, and the next block of each. */
const keptBlocks = 8;

/**
 * Reads a Blob for zip.js by blocks, of which it keeps those last used: entries are mostly read in their order, a few
 * folders side by side, and every slice of a Blob is a message to another process and back. What is larger than a block is
 * streamed from the Blob.
 */
export class BlockReader extends Reader<Blob> {
  readonly #blob: Blob;
  /** By their place in the file, the last used at the end. */
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  constructor(blob: Blob) {
    super(blob);
    this.#blob = blob;
    this.size = blob.size;
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + length, this.size);
    if (end - offset > blockBytes) return this.#load(offset, end);
    const first = Math.floor(offset / blockBytes);
    const [head, tail] = await Promise.all([
      this.#read(first),
      end > (first + 1) * blockBytes ? this.#read(first + 1) : null
    ]);
    const start = first * blockBytes;
    if (tail === null) return head.slice(offset - start, end - start);
    const bytes = new Uint8Array(end - offset);
    bytes.set(head.subarray(offset - start));
    bytes.set(tail.subarray(0, end - start - blockBytes), start + blockBytes - offset);
    return bytes;
  }

  /** zip.js asks for the bytes of an entry here. */
  override createReadable(range: { offset?: number; size?: number } = {}): ReadableStream<Uint8Array> {
    const { offset = 0, size = this.size - offset } = range;
    if (size > blockBytes) return this.#blob.slice(offset, offset + size).stream();
    return new ReadableStream({
      pull: async (controller) => {
        controller.enqueue(await this.readUint8Array(offset, size));
        controller.close();
      }
    });
  }

  #read(index: number): Promise<Uint8Array> {
    const kept = this.#blocks.get(index);
    this.#blocks.delete(index);
    const block = kept ?? this.#load(index * blockBytes, (index + 1) * blockBytes);
    this.#blocks.set(index, block);
    // What could not be read once is asked for again.
    block.catch(() => this.#blocks.delete(index));
    if (this.#blocks.size > keptBlocks) this.#blocks.delete(this.#blocks.keys().next().value!);
    return block;
  }

  async #load(start: number, end: number): Promise<Uint8Array> {
    return new Uint8Array(await this.#blob.slice(start, end).arrayBuffer());
  }
}
