/**
 * White space and lines as Python's `str.split`, `str.strip`, `str.splitlines` and `re`'s `\s` read them, because the
 * official evaluator's tokens are made by those. JavaScript's `\s` differs: it lacks U+001C–U+001F and U+0085, and it
 * takes U+FEFF (a byte order mark inside the text) for a space. To be put between the brackets of a character class.
 */
export const pythonSpaces = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

const spaceRun = new RegExp(`[${pythonSpaces}]+`, 'g');

// The lookbehind keeps a long run inside the text from being tried at each of its characters.
const outerSpace = new RegExp(`^[${pythonSpaces}]+|(?<![${pythonSpaces}])[${pythonSpaces}]+$`, 'g');

const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** `str.strip()` */
export function strip(text: string): string {
  return text.replaceAll(outerSpace, '');
}

/** `' '.join(str.split())`: outer white space dropped, every inner run of it one space. */
export function collapseSpace(text: string): string {
  return strip(text.replaceAll(spaceRun, ' '));
}

/** `str.split()`: the words between white space, none of them empty. */
export function splitWords(text: string): string[] {
  const collapsed = collapseSpace(text);
  return collapsed === '' ? [] : collapsed.split(' ');
}

/** `str.splitlines()`, without empty lines, each stripped. */
export function splitFilledLines(text: string): string[] {
  return text
    .split(lineEnd)
    .map(strip)
    .filter((line) => line !== '');
}
