import { normaliseFreeText } from './normalise';

/** A label is one of A–Z followed by one of `. ) ] : -`. */
const labelled = /^([A-Z])[.)\]:-](.*)$/;

interface LabelledOption {
  /** Lower case. */
  readonly letter: string;
  /** Lower case; may be empty. */
  readonly body: string;
}

/**
 * Every way to name one of the options → its canonical text, e.g. `b`, `b.`, `heart` and `b. heart` → `b. heart`.
 * In the order of the options, which decides between two options that have the same text (the later one wins).
 */
export type OptionNames = ReadonlyMap<string, string>;

export function nameOptions(choices: readonly string[]): OptionNames {
  const names = new Map<string, string>();
  for (const choice of choices) {
    const canonical = normaliseOption(choice);
    names.set(canonical, canonical);
    const option = readLabel(choice);
    if (!option) continue;
    names.set(option.letter, canonical);
    names.set(`${option.letter}.`, canonical);
    if (option.body) names.set(option.body, canonical);
  }
  return names;
}

/**
 * The closed-form normalisation of an answer: the canonical text of the option that it names, else the free text in lower
 * case, with a label written as "b. " whatever stood after the letter.
 */
export function normaliseClosedForm(text: string, names: OptionNames): string {
  const normalised = normaliseOption(text);
  return names.get(normalised) ?? normalised;
}

function normaliseOption(text: string): string {
  const upper = upperCase(text);
  if (/^[A-Z]$/.test(upper)) return upper.toLowerCase();
  const option = readLabel(text);
  if (!option) return normaliseFreeText(text);
  return option.body ? `${option.letter}. ${option.body}` : option.letter;
}

/** "B. heart", "b) heart", "B:" …; null when the text begins with no label. A bare letter is none. */
function readLabel(text: string): LabelledOption | null {
  const [, letter, body] = labelled.exec(upperCase(text)) ?? [];
  if (letter === undefined || body === undefined) return null;
  return { letter: letter.toLowerCase(), body: normaliseFreeText(body) };
}

/** Texts are compared after this and back to lower case, as the evaluator does: the round trip turns "ß" into "ss". */
function upperCase(text: string): string {
  return normaliseFreeText(text).toUpperCase();
}
