/** Raw DEFLATE by the browser's own code. Browsers differ in the bytes, and read each other's. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Inflates no further than `maxBytes`, so that a small text cannot fill the memory.
 * @returns null when there are more bytes, or when the stream is broken or goes on after its end
 */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  maxBytes: number
): Promise<Uint8Array<ArrayBuffer> | null> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const inflated = new Uint8Array(maxBytes);
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (length + next.value.length > maxBytes) return null;
      inflated.set(next.value, length);
      length += next.value.length;
    }
    return inflated.subarray(0, length);
  } catch {
    return null;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
