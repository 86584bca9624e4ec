/** TAR is made of blocks of this size: a header, the file's bytes filled up to whole blocks, the next header. */
export const blockBytes = 512;

export type TarKind = 'file' | 'folder' | 'link' | 'pax' | 'global-pax' | 'long-name' | 'long-link' | 'other';

export interface TarHeader {
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly kind: TarKind;
}

const kinds: Readonly<Record<string, TarKind>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'link',
  '5': 'folder',
  x: 'pax',
  g: 'global-pax',
  L: 'long-name',
  K: 'long-link'
};

/** Field offsets and lengths of POSIX ustar. */
const fields = {
  name: [0, 100],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  kind: [156, 1],
  magic: [257, 5],
  prefix: [345, 155]
} as const;

/** A header block; null for a block that is none (its checksum does not fit). */
export function parseTarHeader(block: Uint8Array): TarHeader | null {
  if (block.length < blockBytes || readNumber(block, fields.checksum) !== sumBytes(block)) return null;
  const prefix = readText(block, fields.magic) === 'ustar' ? readText(block, fields.prefix) : '';
  const name = readText(block, fields.name);
  return {
    name: prefix ? `${prefix}/${name}` : name,
    sizeBytes: readNumber(block, fields.size),
    modifiedMs: readNumber(block, fields.modified) * 1000,
    kind: kinds[String.fromCharCode(block[fields.kind[0]]!)] ?? 'other'
  };
}

export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** The records "length key=value\n" of a pax header; the length counts its own digits. */
export function parsePax(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  const decoder = new TextDecoder();
  for (let start = 0; start < bytes.length;) {
    const space = bytes.indexOf(0x20, start);
    const length = space < 0 ? 0 : Number(decoder.decode(bytes.subarray(start, space)));
    if (!Number.isInteger(length) || length <= space - start || start + length > bytes.length) break;
    const [key = '', ...value] = decoder.decode(bytes.subarray(space + 1, start + length - 1)).split('=');
    records.set(key, value.join('='));
    start += length;
  }
  return records;
}

/** Text up to the first NUL. */
export function readNulText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

const cut = (block: Uint8Array, [offset, length]: readonly [number, number]) =>
  block.subarray(offset, offset + length);

const readText = (block: Uint8Array, field: readonly [number, number]) => readNulText(cut(block, field));

/** Octal digits, or, with the first bit set, a big-endian binary number (GNU, for files from 8 GiB). */
function readNumber(block: Uint8Array, field: readonly [number, number]): number {
  const bytes = cut(block, field);
  if (bytes[0]! & 0x80)
    return bytes.reduce((value, byte, i) => value * 256 + (i === 0 ? byte & 0x7f : byte), 0);
  const digits = readNulText(bytes).trim();
  return /^[0-7]*$/.test(digits) ? Number(`0o${digits || '0'}`) : NaN;
}

/** The sum over the block with its checksum field read as blanks. */
function sumBytes(block: Uint8Array): number {
  const [start, length] = fields.checksum;
  return block.reduce((sum, byte, i) => sum + (i >= start && i < start + length ? 0x20 : byte), 0);
}
