import { compareNames } from '../core/compareNames';

/** Digits of the radix sort: 2^16 buckets, four passes for the 64 bits of a double. */
const digitBits = 16;
const buckets = 1 << digitBits;
const passes = 4;
/** Below this a comparing sort is faster than clearing the buckets. */
const radixFrom = 4096;

/**
 * The indices of the values in ascending order; equal ones keep theirs. A hundred thousand rows have to be sorted within a
 * frame, which a sort that calls a function for every comparison does not manage. No NaN.
 */
export function orderNumbers(values: Float64Array): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  if (values.length < radixFrom) return order.sort((a, b) => values[a]! - values[b]! || a - b);
  const digits = new Uint16Array(toSortable(values).buffer);
  let from = order;
  let to = new Uint32Array(values.length);
  const ends = new Uint32Array(buckets);
  for (let pass = 0; pass < passes; pass++) {
    ends.fill(0);
    for (let at = pass; at < digits.length; at += passes) ends[digits[at]!]!++;
    // Ranks and short decimals have the same digit everywhere.
    if (ends[digits[pass]!] === values.length) continue;
    for (let bucket = 1; bucket < buckets; bucket++) ends[bucket]! += ends[bucket - 1]!;
    for (let at = from.length - 1; at >= 0; at--) {
      const index = from[at]!;
      to[--ends[digits[index * passes + pass]!]!] = index;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** The bits of the values as unsigned numbers in the same order: negative ones turned round, the others above them. */
function toSortable(values: Float64Array): Uint32Array {
  const words = new Uint32Array(values.length * 2);
  // Adding 0 makes one zero of the two.
  const copy = new Float64Array(words.buffer);
  for (let at = 0; at < values.length; at++) copy[at] = values[at]! + 0;
  for (let low = 0; low < words.length; low += 2) {
    const isNegative = words[low + 1]! >>> 31 === 1;
    words[low] = words[low]! ^ (isNegative ? 0xffffffff : 0);
    words[low + 1] = words[low + 1]! ^ (isNegative ? 0xffffffff : 0x80000000);
  }
  return words;
}

/**
 * The place of each text among the distinct ones, by name; NaN for null. Few distinct texts are compared, however many rows
 * there are.
 */
export function rankTexts(texts: readonly (string | null)[]): Float64Array {
  const distinct = [...new Set(texts)].filter((text) => text !== null).sort(compareNames);
  const ranks = new Map<string | null, number>(distinct.map((text, rank) => [text, rank]));
  const values = new Float64Array(texts.length);
  for (let at = 0; at < texts.length; at++) values[at] = ranks.get(texts[at]!) ?? NaN;
  return values;
}

/** Digits at the end of a name that a double holds beside the rank of the rest. */
const numberDigits = 8;

/** Numbers that sort names by what stands before the digits at their end, then by those digits as a number. */
export function rankNames(texts: readonly string[]): Float64Array {
  const places = new Map<string, number>();
  const stems = new Uint32Array(texts.length);
  const numbers = new Float64Array(texts.length);
  let stem = '';
  let place = -1;
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at]!;
    const start = findNumber(text);
    // Samples of one shard follow each other: one text for all of them, which is looked up once.
    if (place < 0 || start !== stem.length || !text.startsWith(stem)) {
      stem = text.slice(0, start);
      place = places.get(stem) ?? places.size;
      places.set(stem, place);
    }
    stems[at] = place;
    numbers[at] = readDigits(text, start);
  }
  const ranks = rankTexts([...places.keys()]);
  for (let at = 0; at < texts.length; at++) numbers[at]! += ranks[stems[at]!]! * 10 ** numberDigits;
  return numbers;
}

function readDigits(text: string, start: number): number {
  let number = 0;
  for (let at = start; at < text.length; at++) number = number * 10 + text.charCodeAt(at) - zeroCode;
  return number;
}

/** Where the digits at the end begin. */
function findNumber(text: string): number {
  let start = text.length;
  while (start > 0 && text.length - start < numberDigits && isDigit(text.charCodeAt(start - 1))) start--;
  return start;
}

const zeroCode = 48;
const isDigit = (code: number): boolean => code >= zeroCode && code < zeroCode + 10;

/** The places of the values in their order, those of equal ones in their own; NaN last in either direction. */
export function orderPresent(values: Float64Array, descending: boolean): Uint32Array {
  const order = new Uint32Array(values.length);
  const keys = new Float64Array(values.length);
  const places = new Uint32Array(values.length);
  const absent: number[] = [];
  const sign = descending ? -1 : 1;
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at]!)) absent.push(at);
    else {
      places[count] = at;
      keys[count++] = sign * values[at]!;
    }
  }
  const present = orderNumbers(keys.subarray(0, count));
  for (let at = 0; at < count; at++) order[at] = places[present[at]!]!;
  order.set(absent, count);
  return order;
}
