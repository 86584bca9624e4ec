import type { JsonValue } from '../../core/json';
import { DataError } from '../../core/problem';
import { crc32 } from '../../core/crc32';
import { decodeBase64url, encodeBase64url } from './base64url';
import { deflate, inflate } from './deflate';

/**
 * `{version}.{characters after the last dot}.{base64url}`. The bytes are the CRC-32 and the length of the inflated JSON
 * (32 bits each, big-endian) and the JSON in raw DEFLATE. The length stands in front, so that a link that a messenger
 * has cut can be told from a damaged one, and can say how much is missing.
 */
export const fragmentVersion = 1;

/** Far above what any link of ours needs; longer ones are refused before anything is decoded. */
const maxCharacters = 65_536;
const maxInflatedBytes = 262_144;
const headBytes = 8;

const pattern = /^(\d{1,4})\.(\d{1,6})\.(.*)$/s;
/** Everything that a longer link can begin with before its length is known. */
const cutHead = /^(?:|\d{1,4}|\d{1,4}\.\d{0,6})$/;

export async function writeFragment(content: JsonValue): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  if (bytes.length > maxInflatedBytes) throw new Error(`${bytes.length} bytes are too many for a link`);
  const packed = await deflate(bytes);
  const whole = new Uint8Array(headBytes + packed.length);
  const head = new DataView(whole.buffer);
  head.setUint32(0, crc32(bytes));
  head.setUint32(4, bytes.length);
  whole.set(packed, headBytes);
  const text = encodeBase64url(whole);
  return `${fragmentVersion}.${text.length}.${text}`;
}

/**
 * The JSON that a fragment holds; what it means is for the caller to check.
 * @throws DataError `link-cut`, `link-version`, `link-too-long` or `link-damaged`
 */
export async function readFragment(fragment: string): Promise<JsonValue> {
  if (fragment.length > maxCharacters + 12) refuseLength(fragment.length);
  if (cutHead.test(fragment)) refuseCut(fragment.length, null);
  const [, version, declared, text = ''] =
    pattern.exec(fragment) ?? refuse('it does not look like one of ours');
  if (Number(version) !== fragmentVersion) refuseVersion(version!);
  if (Number(declared) > maxCharacters) refuseLength(Number(declared));
  if (text.length < Number(declared)) refuseCut(text.length, Number(declared));
  // The brackets, full stops and tracking tails that chats and mail glue to an address are not the link's.
  const own = text.slice(0, Number(declared));
  if (/[^\w-]/.test(own)) refuse('it holds characters that no link of ours has');
  const bytes = decodeBase64url(own) ?? refuse('its characters were changed');
  return parse(await inflateChecked(bytes));
}

async function inflateChecked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (bytes.length < headBytes) refuse('it is too short to hold anything');
  const head = new DataView(bytes.buffer, bytes.byteOffset, headBytes);
  const length = head.getUint32(4);
  if (length > maxInflatedBytes) refuse(`it claims to hold ${length} bytes`);
  const inflated = await inflate(bytes.subarray(headBytes), length);
  if (inflated?.length !== length) return refuse('its content has another length than it says');
  if (crc32(inflated) !== head.getUint32(0)) refuse('its checksum is wrong');
  return inflated;
}

function parse(bytes: Uint8Array): JsonValue {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as JsonValue;
  } catch {
    return refuse('its content cannot be read');
  }
}

function refuseCut(got: number, expected: number | null): never {
  const missing =
    expected === null ? 'even its length is missing' : `${expected - got} characters are missing`;
  throw new DataError({
    code: 'link-cut',
    where: {},
    what: `this link is cut: ${missing}`,
    got: `${got} characters`,
    ...(expected !== null && { expected: `${expected}` })
  });
}

function refuseVersion(version: string): never {
  throw new DataError({
    code: 'link-version',
    where: {},
    what: 'this link was made by a newer release of this viewer',
    got: `version ${version}`,
    expected: `version ${fragmentVersion}`
  });
}

function refuseLength(characters: number): never {
  throw new DataError({
    code: 'link-too-long',
    where: {},
    what: 'this is longer than any link of this viewer',
    got: `${characters} characters`,
    expected: `at most ${maxCharacters}`
  });
}

function refuse(why: string): never {
  throw new DataError({ code: 'link-damaged', where: {}, what: `this link is damaged: ${why}` });
}
