/** As many tables, so that a checksum does not cost as much as the decoding. */
const BYTES_PER_STEP = 8;
const TABLES = makeTables();

function makeTables(): readonly Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  const tables = [first];
  for (let i = 1; i < BYTES_PER_STEP; i++) {
    const previous = tables[i - 1]!;
    tables.push(previous.map((crc) => (crc >>> 8) ^ first[crc & 255]!));
  }
  return tables;
}

type Table = Uint32Array;
type Tables = [Table, Table, Table, Table, Table, Table, Table, Table];

/** CRC-32 as PNG and ZIP have it (reflected polynomial 0x04C11DB7). */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as Tables;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % BYTES_PER_STEP);
  let crc = 0xffffffff;
  let at = 0;
  for (; at < whole; at += BYTES_PER_STEP) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc =
      t7[low & 255]! ^
      t6[(low >>> 8) & 255]! ^
      t5[(low >>> 16) & 255]! ^
      t4[low >>> 24]! ^
      t3[high & 255]! ^
      t2[(high >>> 8) & 255]! ^
      t1[(high >>> 16) & 255]! ^
      t0[high >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 255]!;
  return (crc ^ 0xffffffff) >>> 0;
}
