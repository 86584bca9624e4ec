/** Larger ones are left to the browser, which gets them back the sooner the better. */
export const mostSpareBytes = 2 ** 24;
/** The images of a job of several systems. */
const mostBuffers = 8;

/**
 * Buffers of images that nobody needs any more, for the next ones: to get fresh memory from the system takes longer than to fill
 * it.
 */
export class SpareBuffers {
  readonly #buffers: ArrayBuffer[] = [];
  readonly #taken = new WeakSet<Uint8Array>();

  /** An array of `length` bytes of any content. */
  take(length: number): Uint8Array<ArrayBuffer> {
    // Twice as much would be wasted for as long as the image is there.
    const found = this.#buffers.findIndex(
      ({ byteLength }) => byteLength >= length && byteLength <= 2 * length
    );
    const [buffer = new ArrayBuffer(length)] = found < 0 ? [] : this.#buffers.splice(found, 1);
    const bytes = new Uint8Array(buffer, 0, length);
    this.#taken.add(bytes);
    return bytes;
  }

  /**
   * Takes an array back that `take` gave, and nothing else. Its buffer is moved away from it: whoever still uses the array finds it
   * empty, never with another image in it.
   */
  giveBack(bytes: Uint8Array): void {
    const { buffer } = bytes;
    if (!this.#taken.delete(bytes) || !(buffer instanceof ArrayBuffer)) return;
    if (buffer.byteLength === 0 || buffer.byteLength > mostSpareBytes) return;
    if (this.#buffers.length === mostBuffers) this.#buffers.shift();
    this.#buffers.push(structuredClone(buffer, { transfer: [buffer] }));
  }
}
