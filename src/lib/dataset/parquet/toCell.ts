import type { SchemaElement } from 'hyparquet';
import type { Cell } from './ParquetDecoder';
import { toDateText, toTimestampText, toTimeText, type TimeUnit } from './timeText';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a stored value means: the annotation of its column, in the words of the newer of the two ways to write it. */
type Meaning =
  | { readonly kind: 'text' | 'date' | 'uuid' | 'float16' | 'unsigned' | 'plain' }
  | { readonly kind: 'decimal'; readonly scale: number }
  | { readonly kind: 'time' | 'timestamp'; readonly unit: TimeUnit; readonly isUtc: boolean };

/** Whether the column says what its bytes are. */
export function isOpaque({ type, ...element }: SchemaElement): boolean {
  const isBytes = type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY';
  return isBytes && meaningOf(element).kind === 'plain';
}

/** How values of a column become those of a record. @param isText bytes that the column does not explain are text */
export function cellMaker(element: SchemaElement, isText: boolean): (value: unknown) => Cell {
  const meaning = meaningOf(element);
  if (element.type === 'INT96') return (value) => toTimestampText(value as bigint, 'NANOS', false);
  switch (meaning.kind) {
    case 'text':
      return (value) => decoder.decode(value as Uint8Array);
    case 'decimal':
      return (value) => toDecimal(toInteger(value), meaning.scale);
    case 'unsigned':
      return toUnsigned;
    case 'float16':
      return (value) => toFloat16(value as Uint8Array);
    case 'uuid':
      return (value) => toUuid(value as Uint8Array);
    case 'date':
      return (value) => toDateText(Number(value));
    case 'time':
      return (value) => toTimeText(BigInt(value as bigint), meaning.unit);
    case 'timestamp':
      return (value) => toTimestampText(value as bigint, meaning.unit, meaning.isUtc);
    case 'plain':
      return (value) => toPlain(value, isText);
  }
}

function meaningOf({ converted_type: converted, logical_type: logical, scale }: SchemaElement): Meaning {
  switch (logical?.type ?? converted) {
    case 'STRING':
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
      return { kind: 'text' };
    case 'DECIMAL':
      return { kind: 'decimal', scale: scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0) };
    case 'UINT_8':
    case 'UINT_16':
    case 'UINT_32':
    case 'UINT_64':
      return { kind: 'unsigned' };
    case 'INTEGER':
      return { kind: logical?.type === 'INTEGER' && !logical.isSigned ? 'unsigned' : 'plain' };
    case 'FLOAT16':
      return { kind: 'float16' };
    case 'UUID':
      return { kind: 'uuid' };
    case 'DATE':
      return { kind: 'date' };
    case 'TIME_MILLIS':
    case 'TIMESTAMP_MILLIS':
      return { kind: converted === 'TIME_MILLIS' ? 'time' : 'timestamp', unit: 'MILLIS', isUtc: false };
    case 'TIME_MICROS':
    case 'TIMESTAMP_MICROS':
      return { kind: converted === 'TIME_MICROS' ? 'time' : 'timestamp', unit: 'MICROS', isUtc: false };
    case 'TIME':
    case 'TIMESTAMP':
      return logical?.type === 'TIME' || logical?.type === 'TIMESTAMP'
        ? {
            kind: logical.type === 'TIME' ? 'time' : 'timestamp',
            unit: logical.unit,
            isUtc: logical.isAdjustedToUTC
          }
        : { kind: 'plain' };
    default:
      return { kind: 'plain' };
  }
}

function toPlain(value: unknown, isText: boolean): Cell {
  // A copy each: one image must not keep a whole page alive.
  if (value instanceof Uint8Array) return isText ? decoder.decode(value) : value.slice();
  if (typeof value === 'bigint') return toNumber(value);
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  throw new TypeError(`a ${typeof value} is no value of a record`);
}

/** As the readers of JSON do: integers that a number would change stay text. */
const toNumber = (value: bigint): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : String(value);

function toUnsigned(value: unknown): Cell {
  return typeof value === 'bigint' ? toNumber(BigInt.asUintN(64, value)) : (value as number) >>> 0;
}

/** Big-endian two's complement where it is bytes. */
function toInteger(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  const unsigned = value.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return BigInt.asIntN(value.length * 8, unsigned);
}

/** By way of its digits: 57 times 0.01 is not 0.57. */
function toDecimal(digits: bigint, scale: number): number | string {
  return scale === 0 ? toNumber(digits) : Number(`${digits}e${-scale}`);
}

function toFloat16(bytes: Uint8Array): number {
  const bits = bytes[0]! | (bytes[1]! << 8);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0) return sign * 2 ** -14 * fraction;
  if (exponent === 0x1f) return fraction > 0 ? NaN : sign * Infinity;
  return sign * 2 ** (exponent - 15) * (1 + fraction);
}

function toUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
