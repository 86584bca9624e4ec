import { describe, expect, it } from 'vitest';
import { judgeDimensions } from '../../src/lib/benchmark/importedKeys';
import { parseVerdict } from '../../src/lib/judge/parseVerdict';
import { makeVerdictText } from './simulator/ProviderSimulator';

const good = makeVerdictText(6);
const low = makeVerdictText(2);
const object = JSON.parse(good) as Record<string, unknown>;
const change = (changes: Record<string, unknown>): string => JSON.stringify({ ...object, ...changes });
const explain = (explanation: unknown): string => change({ anatomical_accuracy: { score: 7, explanation } });
const pretty = JSON.stringify(object, null, 2);
const scores = Object.fromEntries(judgeDimensions.map((name) => [name, { score: 7 }]));
const camel = (text: string): string =>
  text.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What models write, and the overall score in it; null where nobody can be sure of one. */
const texts: readonly (readonly [name: string, text: string, score: number | null])[] = [
  ['a mark of the byte order in front', `\ufeff${good}`, 7],
  ['thoughts in tags, with another verdict in them', `<think>first ${low}, no</think>\n${good}`, 7],
  ['tags around it', `<verdict>${good}</verdict>`, 7],
  ['a fence with another name', `~~~json5\n${good}\n~~~`, 7],
  ['a fence that is not closed', `\`\`\`json\n${good}`, 7],
  ['lines that end as on Windows', pretty.replaceAll('\n', '\r\n'), 7],
  ['spaces that do not break between its parts', pretty.replaceAll('  ', '\u00a0\u00a0'), 7],
  ['letters of no width between its parts', good.replaceAll(',"', ',\u200b"'), 7],
  ['raw tabs and a bell in its texts', good.replaceAll('simulated', 'simu\t\u0007lated'), 7],
  ['escapes in its names', good.replace('overall_score', 'overall\\u005fscore'), 7],
  ['escaped quotes throughout, without quotes around', good.replaceAll('"', '\\"'), 7],
  ['words around it, and another quoted inside it', `So: ${explain(`not ${low}`)} I hope`, 7],
  ['a text of JSON in a text of JSON', JSON.stringify(JSON.stringify(good)), 7],
  ['one name twice, the last of which counts', good.replace('{', '{"overall_score":3,'), 7],
  ['scores with a point', good.replaceAll(':7', ':7.0'), 7],
  ['scores with an exponent', good.replaceAll(':7', ':0.7e1'), 7],
  ['scores as texts with spaces', good.replaceAll(':7', ':" 7 "'), 7],
  ['scores as texts with a point', good.replaceAll(':7', ':"7.0"'), 7],
  ['scores with a spaced slash', good.replaceAll(':7', ':"7 / 10"'), 7],
  ['the best of all', good.replaceAll(':7', ':"10/10"'), 10],
  ['halves', good.replaceAll(':7', ':7.5'), 7.5],
  ['an explanation that is a list', explain(['fine', 'clear']), 7],
  ['an explanation that is an object', explain({ en: 'fine' }), 7],
  ['an explanation that is a number', explain(7), 7],
  ['an explanation of null', explain(null), 7],
  ['no explanation', explain(undefined), 7],
  ['no thoughts', change({ final_thoughts: undefined }), 7],
  ['thoughts that are a list', change({ final_thoughts: ['a', 'b'] }), 7],
  ['names beside its own', change({ confidence: 0.4, model: 'm' }), 7],
  ['two of them', `${low}\n${good}`, 7],
  ['two in a list', `[${low},${good}]`, 7],
  ['a comma too many in a list', `[${good},]`, 7],
  ['a rubric echoed behind it', `${good} as in {"overall_score": "<1-10>"}`, 7],
  ['one behind it that is off the scale', `${good} ${good.replaceAll(':7', ':70')}`, 7],
  ['a brace that stays open in front', `I use { for sets. ${good}`, 7],
  ['braces behind it that are no JSON', `${good} {so it is}`, 7],
  ['one that was broken off, then whole', `${good.slice(0, 80)}\n\nAgain: ${good}`, 7],
  ['two names around it', JSON.stringify({ result: { verdict: object } }), 7],
  ['quotes of Python', good.replaceAll('"', "'"), null],
  ['None of Python', change({ final_thoughts: 'x' }).replace('"x"', 'None'), null],
  ['remarks', good.replace('{', '{ // my verdict\n'), null],
  ['curly quotes', good.replaceAll(/"([^"]*)"/g, '“$1”'), null],
  ['quotes of HTML', good.replaceAll('"', '&quot;'), null],
  ['a score of NaN', good.replaceAll(':7', ':NaN'), null],
  ['a score of null', change({ overall_score: null }), null],
  ['a score with a comma', good.replaceAll(':7', ':"7,5"'), null],
  ['a score in per cent', good.replaceAll(':7', ':"70%"'), null],
  ['a score in wide digits', good.replaceAll(':7', ':"７"'), null],
  ['a score out of ten in words', good.replaceAll(':7', ':"7 out of 10"'), null],
  ['a score that is an object', good.replaceAll('"score":7', '"score":{"value":7}'), null],
  ['a range for a score', good.replaceAll(':7', ':"7-8"'), null],
  ['names of another spelling', camel(good), null],
  ['the overall score outside', JSON.stringify({ scores, overall_score: 7 }), null],
  ['a list of the parts', JSON.stringify(Object.entries(scores)), null],
  ['a schema with its types', change({ overall_score: { type: 'integer' } }), null],
  ['none of the dimensions', '{"overall_score": 7}', null],
  ['five names around it', JSON.stringify({ a: { b: { c: { d: { e: object } } } } }), null],
  ['an empty object', '{}', null],
  ['half of it', good.slice(0, good.length / 2), null],
  // At the output limit such loops end; each brace could begin an object.
  ['braces without end', '{'.repeat(300_000), null],
  ['braces and quotes without end', '{"'.repeat(150_000), null]
];

describe('an answer', () => {
  it.each(texts)('with %s', (_, text, score) => {
    const parsed = parseVerdict(text, 10);
    expect(parsed.ok ? parsed.verdict.overall_score : null).toBe(score);
    if (parsed.ok)
      for (const name of judgeDimensions) expect(typeof parsed.verdict[name].explanation).toBe('string');
    else expect(parsed.faults.join('; ')).not.toBe('');
  });
});
