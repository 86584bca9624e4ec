/** Chunks of the network are joined to Blobs of so many bytes. */
const partBytes = 2 ** 23;

/** What has come of a file so far; a browser keeps large Blobs on its disk, so that little of it is in memory. */
export class PartialFile {
  #parts: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #chunkBytes = 0;

  get loadedBytes(): number {
    return this.#parts.reduce((sum, { size }) => sum + size, this.#chunkBytes);
  }

  add(chunk: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(chunk);
    this.#chunkBytes += chunk.length;
    if (this.#chunkBytes >= partBytes) this.#join();
  }

  clear(): void {
    [this.#parts, this.#chunks, this.#chunkBytes] = [[], [], 0];
  }

  toBlob(): Blob {
    this.#join();
    return new Blob(this.#parts);
  }

  #join(): void {
    if (this.#chunkBytes > 0) this.#parts.push(new Blob(this.#chunks));
    [this.#chunks, this.#chunkBytes] = [[], 0];
  }
}
