import { describeError } from '../core/describeError';

/** The JSON of a text. */
export interface FoundJson {
  /** In the order of the text; those inside others are not listed. */
  readonly values: readonly unknown[];
  /** What is wrong with the first object that cannot be read; null where all can. */
  readonly fault: string | null;
}

/** Letters that are looked at: a loop of braces to the output limit would take minutes otherwise. */
const mostLetters = 5_000_000;

/**
 * The JSON objects and quoted JSON texts in a model's answer. Commas too many and line breaks inside texts are passed over:
 * models write them, and what is meant is clear.
 */
export function findJson(text: string): FoundJson {
  const whole = parse(text.trim());
  if (whole.ok) return { values: [whole.value], fault: null };
  const values: unknown[] = [];
  let fault: string | null = null;
  let left = mostLetters;
  for (let start = text.indexOf('{'); start !== -1 && left > 0; start = text.indexOf('{', start + 1)) {
    const end = findEnd(text, start);
    left -= (typeof end === 'string' ? text.length : end) - start;
    if (typeof end === 'string') {
      fault ??= end;
      continue;
    }
    const parsed = parse(text.slice(start, end + 1));
    if (parsed.ok) {
      values.push(parsed.value);
      start = end;
    } else fault ??= parsed.fault;
  }
  // Escaped as a text within a text, without the quotes around it.
  if (values.length === 0 && text.includes('{\\"')) return findJson(text.replaceAll('\\"', '"'));
  return { values, fault };
}

/** Where the object that starts at `start` closes; what is missing when it does not. */
function findEnd(text: string, start: number): number | string {
  let depth = 0;
  let inText = false;
  for (let i = start; i < text.length; i++) {
    const letter = text[i];
    if (inText) {
      if (letter === '\\') i++;
      else if (letter === '"') inText = false;
    } else if (letter === '"') inText = true;
    else if (letter === '{') depth++;
    else if (letter === '}' && --depth === 0) return i;
  }
  if (inText) return 'the JSON is not complete: a text in quotes is not closed';
  return `the JSON is not complete: ${depth} of its braces are not closed`;
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: string };

function parse(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    try {
      return { ok: true, value: JSON.parse(mend(text)) };
    } catch (error) {
      const words = describeError(error);
      return { ok: false, fault: `the JSON has a fault: ${words.slice(0, 160)}` };
    }
  }
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Texts; commas before a closing bracket; and spaces that are none to JSON. */
const mendable = /"(?:[^"\\]|\\[\s\S])*"|,(?=\s*[}\]])|[\u00a0\u200b-\u200d\u2060\ufeff]/g;

/** With plain spaces in place of commas too many and of other spaces; with control characters inside texts escaped. */
function mend(text: string): string {
  return text.replaceAll(mendable, (found) => {
    if (!found.startsWith('"')) return ' ';
    return found.replaceAll(
      /\p{Cc}/gu,
      (letter) => escapes[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
    );
  });
}
