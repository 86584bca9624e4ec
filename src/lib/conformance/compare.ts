import { sha256Hex } from '../core/hash';
import { formatSize, type Size } from '../core/image';
import type { Outcome } from './check';

/** Texts have to be equal. */
export function compareTexts(expected: string, got: string): Outcome {
  return { got, passes: got === expected };
}

/** Each number has to be within `tolerance` of its partner; 0 asks for the same bits. Null stands for "no value". */
export function compareNumbers(
  expected: readonly (number | null)[],
  got: readonly (number | null)[],
  tolerance: number
): Outcome {
  const text = formatNumbers(got);
  const deviations = expected.flatMap((value, i) => {
    const other = got[i] ?? null;
    return value === null || other === null ? [] : [Math.abs(other - value)];
  });
  const sameShape =
    expected.length === got.length && expected.every((value, i) => (value === null) === (got[i] === null));
  // Written so that NaN does not pass.
  const passes = sameShape && deviations.every((deviation) => deviation <= tolerance);
  return deviations.length === 0
    ? { got: text, passes }
    : { got: text, passes, deviation: Math.max(...deviations) };
}

/** Every digit, so that nothing hides in rounding. */
export function formatNumbers(values: readonly (number | null)[]): string {
  return values.map((value) => (value === null ? 'no value' : String(value))).join(', ');
}

/** "203×157 px, SHA-256 c713…" */
export function formatPixels(size: Size, sha256: string): string {
  return `${formatSize(size)} px, SHA-256 ${sha256}`;
}

/** The same of pixels at hand. */
export async function describePixels(size: Size, pixels: Uint8Array): Promise<string> {
  return formatPixels(size, await sha256Hex(new Uint8Array(pixels)));
}

/** A text in quotes, short enough for a line. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return `“${short.replaceAll(/[^\S ]/g, '␣')}”`;
}
