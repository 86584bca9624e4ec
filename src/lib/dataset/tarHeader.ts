/** TAR is made of blocks of this size: a header, the file's bytes filled up to whole blocks, the next header. */
export const blockBytes = 512;

export type TarKind =
  | 'file'
  | 'folder'
  | 'hard-link'
  | 'link'
  | 'sparse'
  | 'pax'
  | 'global-pax'
  | 'long-name'
  | 'long-link'
  | 'other';

export interface TarHeader {
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly kind: TarKind;
  /** The file that a link stands for; empty for what is none. */
  readonly linkName: string;
  /** The map of an old GNU sparse file goes on in blocks behind the header. */
  readonly isExtended: boolean;
}

const kinds: Readonly<Record<string, TarKind>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hard-link',
  '2': 'link',
  '5': 'folder',
  S: 'sparse',
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
  linkName: [157, 100],
  /** GNU's own headers have a blank behind it, and other things in the place of the prefix. */
  magic: [257, 6],
  prefix: [345, 155],
  extended: [482, 1]
} as const;

/** A header block; null for a block that is none (its checksum does not fit). */
export function parseTarHeader(block: Uint8Array): TarHeader | null {
  if (block.length < blockBytes || readNumber(block, fields.checksum) !== sumBytes(block)) return null;
  const prefix = readText(block, fields.magic) === 'ustar' ? readText(block, fields.prefix) : '';
  const name = readText(block, fields.name);
  const kind = kinds[String.fromCharCode(block[fields.kind[0]]!)] ?? 'other';
  return {
    name: prefix ? `${prefix}/${name}` : name,
    sizeBytes: readNumber(block, fields.size),
    modifiedMs: readNumber(block, fields.modified) * 1000,
    kind,
    linkName: readText(block, fields.linkName),
    isExtended: kind === 'sparse' && block[fields.extended[0]] === 1
  };
}

/** Whether another block of a sparse file's map follows this one. */
export const hasMoreMap = (block: Uint8Array): boolean => block[504] === 1;

export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** The records "length key=value\n" of a pax header; the length counts its own digits. */
export function parsePax(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let start = 0; start < bytes.length;) {
    const space = bytes.indexOf(0x20, start);
    const length = space < 0 ? 0 : Number(latin1.decode(bytes.subarray(start, space)));
    if (!Number.isInteger(length) || length <= space - start || start + length > bytes.length) break;
    const [key = '', ...value] = decodeName(bytes.subarray(space + 1, start + length - 1)).split('=');
    records.set(key, value.join('='));
    start += length;
  }
  return records;
}

/** Text up to the first NUL. */
export function readNulText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeName(end < 0 ? bytes : bytes.subarray(0, end));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('latin1');

/** Old tools write names in an encoding that they do not tell: two names stay two, whatever they are. */
function decodeName(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
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
  let sum = 0x20 * length;
  for (let i = 0; i < start; i++) sum += block[i]!;
  for (let i = start + length; i < blockBytes; i++) sum += block[i]!;
  return sum;
}
