/** How far a zlib stream inflates. */
export interface Inflated {
  readonly sizeBytes: number;
  /** The stream came to its own end, and its checksum (Adler-32) is right. */
  readonly isWhole: boolean;
}

/** Inflates a zlib stream given in parts, only to learn how much comes out of it and whether it is sound. */
export async function countInflatedBytes(parts: readonly Uint8Array[]): Promise<Inflated> {
  const stream = new DecompressionStream('deflate');
  const feeding = feed(stream.writable.getWriter(), parts);
  let sizeBytes = 0;
  try {
    for await (const chunk of stream.readable) sizeBytes += chunk.length;
    return { sizeBytes, isWhole: true };
  } catch {
    return { sizeBytes, isWhole: false };
  } finally {
    await feeding;
  }
}

/** An error here is also one of the readable side, where it counts. */
async function feed(
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  parts: readonly Uint8Array[]
): Promise<void> {
  try {
    for (const part of parts) await writer.write(Uint8Array.from(part));
    await writer.close();
  } catch {
    return;
  }
}
