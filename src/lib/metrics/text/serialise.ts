import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { pythonStr } from '../../core/pythonStr';
import { collapseSpace } from '../../core/pythonText';

/** Sections of a report that come first, in this order; all others follow by name. */
const sectionOrder = [
  'STUDY',
  'EXAMINATION',
  'MODALITY',
  'CLINICAL_HISTORY',
  'INDICATION',
  'HISTORY',
  'TECHNIQUE',
  'COMPARISON',
  'FINDINGS',
  'IMPRESSION',
  'RECOMMENDATION',
  'NOTIFICATION'
];

/**
 * A reference answer as one text. A report object becomes one line a section, "SECTION: text", nested sections below their
 * heading and indented by two spaces, a list joined by "; "; empty texts and empty lists are left out. Anything else is
 * Python's `str` of it. White space is collapsed everywhere but in the indentation and in section names.
 * Source: MedGEN-Bench evaluator (2026), `serialize_clinical_reference`.
 */
export function serialise(answer: JsonValue): string {
  return isJsonObject(answer) ? listSections(answer, '').join('\n') : writeValue(answer);
}

function listSections(sections: JsonObject, indent: string): string[] {
  return Object.keys(sections)
    .sort(compareSections)
    .flatMap((name) => writeSection(name, sections[name]!, indent));
}

function writeSection(name: string, content: JsonValue, indent: string): string[] {
  const heading = `${indent}${name}:`;
  if (isJsonObject(content)) return [heading, ...listSections(content, `${indent}  `)];
  if (Array.isArray(content)) {
    return content.length === 0 ? [] : [`${heading} ${content.map(writeValue).join('; ')}`];
  }
  const text = writeValue(content);
  return text === '' ? [] : [`${heading} ${text}`];
}

const writeValue = (value: JsonValue): string => collapseSpace(pythonStr(value));

function compareSections(a: string, b: string): number {
  return rankSection(a) - rankSection(b) || compareCodePoints(a.toLowerCase(), b.toLowerCase());
}

function rankSection(name: string): number {
  const index = sectionOrder.indexOf(name.toUpperCase());
  return index === -1 ? sectionOrder.length : index;
}

/** Python's order of strings; `<` compares UTF-16 units, which puts U+E000–U+FFFF after the astral characters. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  const index = left.findIndex((character, i) => character !== right[i]);
  if (index === -1) return left.length - right.length;
  return (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
}
