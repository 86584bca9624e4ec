/** Four tables, so that four bytes are taken a step: a checksum must not cost as much as the decoding. */
const TABLES = makeTables();

function makeTables(): readonly Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  const tables = [first];
  for (let i = 1; i < 4; i++) {
    const previous = tables[i - 1]!;
    tables.push(previous.map((crc) => (crc >>> 8) ^ first[crc & 255]!));
  }
  return tables;
}

/** CRC-32 as PNG and ZIP have it (reflected polynomial 0x04C11DB7). */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = TABLES as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  const whole = bytes.length - (bytes.length % 4);
  let crc = 0xffffffff;
  let at = 0;
  for (; at < whole; at += 4) {
    const word = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc = t3[word & 255]! ^ t2[(word >>> 8) & 255]! ^ t1[(word >>> 16) & 255]! ^ t0[word >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 255]!;
  return (crc ^ 0xffffffff) >>> 0;
}
