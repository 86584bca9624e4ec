import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import { refuseWeights } from './refuseWeights';
import {
  countElements,
  elementBytes,
  maxSides,
  packStrides,
  type ElementType,
  type StoredTensor,
  type Weights
} from './Weights';

const wanted = 'a file of safetensors';
const maxHeaderBytes = 2 ** 24;

/** A tensor with the stretch of the numbers that it claims. */
interface Claim {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Null where it is of a type that no network here has (8-bit floats). */
  readonly tensor: StoredTensor | null;
}

/**
 * https://github.com/huggingface/safetensors: the length of a JSON header, the header, the numbers, which the tensors cover
 * without overlaps and holes.
 * @throws DataError
 */
export async function openSafetensors(blob: Blob, file: string): Promise<Weights> {
  const prefix = new DataView(await blob.slice(0, 8).arrayBuffer());
  const headerLength = Number(prefix.getBigUint64(0, true));
  if (headerLength > Math.min(maxHeaderBytes, blob.size - 8))
    throw refuseWeights(file, 'its header is longer than the file', `${headerLength} bytes`, wanted);
  const header = parseHeader(await blob.slice(8, 8 + headerLength).text(), file);
  const numbers = blob.slice(8 + headerLength);
  const claims = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => readClaim(name, value, numbers, file));
  requireCover(claims, numbers.size, file);
  const tensors = new Map(claims.flatMap(({ name, tensor }) => (tensor ? [[name, tensor] as const] : [])));
  if (tensors.size > 0) return { file, tensors };
  throw refuseWeights(file, 'the file has no tensors', 'a header without them', 'the weights of a network');
}

function parseHeader(text: string, file: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value))
    throw refuseWeights(file, 'its header is not the JSON of tensors', text.slice(0, 40), wanted);
  // Of two equal names the parser keeps the last, and readers differ in which they take.
  const named = countWrittenNames(text);
  if (named === countNames(value)) return value;
  throw refuseWeights(file, 'its header gives a name twice', `${named} names`, `${countNames(value)}`);
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}

/** Texts of valid JSON that stand before a colon. */
function countWrittenNames(json: string): number {
  let count = 0;
  for (let at = json.indexOf('"'); at >= 0; at = json.indexOf('"', at)) {
    at++;
    while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
    at++;
    while (/\s/.test(json[at]!)) at++;
    if (json[at] === ':') count++;
  }
  return count;
}

/** Of the header, its tensors and its metadata; nothing in it lies deeper. */
function countNames(header: JsonObject): number {
  const inner = Object.values(header).map((value) => (isJsonObject(value) ? Object.keys(value).length : 0));
  return inner.reduce((sum, count) => sum + count, Object.keys(header).length);
}

function readClaim(name: string, value: JsonValue | undefined, numbers: Blob, file: string): Claim {
  const claim = describeTensor(name, value, numbers);
  if (typeof claim !== 'string') return claim;
  throw refuseWeights(
    file,
    `the tensor ${name} does not fit its bytes`,
    claim,
    'a dtype, a shape and bytes within the file that have its size'
  );
}

/** Else what is wrong with it, in words. */
function describeTensor(name: string, value: JsonValue | undefined, numbers: Blob): Claim | string {
  if (!isJsonObject(value)) return JSON.stringify(value);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!areCounts(shape) || !areCounts(offsets) || offsets.length !== 2 || typeof dtype !== 'string')
    return JSON.stringify(value);
  const [start, end] = offsets as [number, number];
  if (start > end || end > numbers.size) return `bytes ${start} to ${end} of ${numbers.size}`;
  if (shape.length > maxSides) return `${shape.length} sides`;
  if (!isElementType(dtype)) return { name, start, end, tensor: null };
  const byteLength = countElements(shape) * elementBytes[dtype];
  if (byteLength !== end - start) return `${shape.join('×')} ${dtype} in ${end - start} bytes`;
  const strides = packStrides(shape);
  const tensor = { type: dtype, shape, strides, storage: numbers.slice(start, end), offset: 0 };
  return { name, start, end, tensor };
}

/** @throws DataError where tensors lie over one another, or bytes belong to none */
function requireCover(claims: readonly Claim[], size: number, file: string): void {
  let covered = 0;
  for (const { name, start, end } of claims.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== covered)
      throw refuseWeights(
        file,
        start < covered
          ? `the tensor ${name} lies over another`
          : `bytes before the tensor ${name} are of none`,
        `a start at ${start}`,
        `${covered}`
      );
    covered = end;
  }
  if (covered === size) return;
  throw refuseWeights(file, 'the file goes on after its last tensor', `${size} bytes`, `${covered}`);
}

const isElementType = (name: string): name is ElementType => Object.hasOwn(elementBytes, name);

const areCounts = (value: JsonValue | undefined): value is number[] =>
  Array.isArray(value) &&
  value.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0);
