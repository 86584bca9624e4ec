/** PackBits (TIFF 6.0, section 9): as many bytes as there were, at most `roomBytes`. */
export function unpackPackBits(data: Uint8Array, roomBytes: number): Uint8Array {
  const output = new Uint8Array(roomBytes);
  let [at, made] = [0, 0];
  while (made < roomBytes && at < data.length) {
    const head = data[at++]!;
    if (head === 128) continue;
    const count = Math.min(head < 128 ? head + 1 : 257 - head, roomBytes - made);
    if (head < 128) {
      const literal = data.subarray(at, at + count);
      output.set(literal, made);
      made += literal.length;
      at += count;
    } else if (at < data.length) {
      output.fill(data[at++]!, made, made + count);
      made += count;
    }
  }
  return output.subarray(0, made);
}
