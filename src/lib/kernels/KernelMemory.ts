/** What the module exports for memory; pointers are unsigned 32-bit byte offsets that arrive as signed ones. */
export interface MemoryExports {
  readonly memory: WebAssembly.Memory;
  alloc(bytes: number): number;
  free(pointer: number): void;
}

/**
 * The blocks of kernel memory that one call needs. The memory can grow with any allocation, inside a kernel too, and
 * growing detaches every view, so a view lives only for the one statement that copies through it.
 */
export class KernelMemory {
  readonly #exports: MemoryExports;
  readonly #pointers: number[] = [];

  private constructor(exports: MemoryExports) {
    this.#exports = exports;
  }

  /** Gives `work` a memory of its own; every block is freed when it returns or throws. */
  static use<T>(exports: MemoryExports, work: (memory: KernelMemory) => T): T {
    const memory = new KernelMemory(exports);
    try {
      return work(memory);
    } finally {
      for (const pointer of memory.#pointers) exports.free(pointer);
    }
  }

  /** A block of `bytes` bytes, aligned to 16, with undefined contents. */
  reserve(bytes: number): number {
    const pointer = this.#allocate(bytes);
    this.#pointers.push(pointer);
    return pointer;
  }

  /** Gives a block back before the call ends: large images should not lie beside each other for long. */
  release(pointer: number): void {
    this.#exports.free(pointer);
    this.#pointers.splice(this.#pointers.indexOf(pointer), 1);
  }

  /** A block that holds a copy of `data`. */
  write(data: Uint8Array | Uint32Array | Float64Array): number {
    const pointer = this.reserve(data.byteLength);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    new Uint8Array(this.#exports.memory.buffer).set(bytes, pointer);
    return pointer;
  }

  /** A block that holds the parts one behind the other. */
  writeParts(parts: readonly Uint8Array[]): { readonly pointer: number; readonly length: number } {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const pointer = this.reserve(length);
    const memory = new Uint8Array(this.#exports.memory.buffer);
    let at = pointer;
    for (const part of parts) {
      memory.set(part, at);
      at += part.length;
    }
    return { pointer, length };
  }

  /** Fills `length` bytes with zeros. */
  clear(pointer: number, length: number): void {
    new Uint8Array(this.#exports.memory.buffer, pointer >>> 0, length).fill(0);
  }

  /** A copy of `length` bytes. */
  readBytes(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#exports.memory.buffer, pointer, length).slice();
  }

  /** Fills `target` with the bytes at `pointer`. */
  readInto(target: Uint8Array<ArrayBuffer>, pointer: number): Uint8Array<ArrayBuffer> {
    target.set(new Uint8Array(this.#exports.memory.buffer, pointer, target.length));
    return target;
  }

  /** A copy of `length` doubles. */
  readDoubles(pointer: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#exports.memory.buffer, pointer, length).slice();
  }

  #allocate(bytes: number): number {
    try {
      return this.#exports.alloc(bytes) >>> 0;
    } catch (cause) {
      throw new RangeError(`The kernels could not get ${bytes} bytes of memory`, { cause });
    }
  }
}
