import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeDimensions } from '../../src/lib/benchmark/importedKeys';
import { parseVerdict } from '../../src/lib/judge/parseVerdict';
import { makeVerdictText } from './simulator/ProviderSimulator';

const good = makeVerdictText(6);
const change = (changes: Record<string, unknown>): string =>
  JSON.stringify({ ...(JSON.parse(good) as object), ...changes });
const faultsOf = (text: string, scale: 5 | 10 = 10): string => {
  const parsed = parseVerdict(text, scale);
  return parsed.ok ? '' : parsed.faults.join('; ');
};

describe('a verdict', () => {
  it.each([
    ['alone', good],
    ['in a fence', `Here it is:\n\`\`\`json\n${good}\n\`\`\`\nRegards`],
    ['after a first try', `{"overall_score": 3} no, rather ${good}`],
    ['with braces in its texts', change({ final_thoughts: 'a } and { "quoted" \\' })],
    ['before another object', `${good}\n{"confidence": 0.4}`],
    ['under a name of its own', JSON.stringify({ verdict: JSON.parse(good) as object })],
    ['as a text of JSON', JSON.stringify(good)],
    ['as a text under a name', JSON.stringify({ answer: good })],
    ['in an echo of the schema', JSON.stringify({ type: 'object', properties: JSON.parse(good) as object })],
    ['in a list', `[${good}]`],
    ['with commas too many', good.replaceAll('}', ',}')],
    ['with line breaks in its texts', good.replaceAll('simulated explanation', 'simulated\nexplanation\t')],
    ['with scores as texts', good.replaceAll(':7', ':"7"')],
    ['with scores as texts of 10', good.replaceAll(':7', ':"7/10"')],
    [
      'with bare scores',
      JSON.stringify({ ...Object.fromEntries(judgeDimensions.map((name) => [name, 7])), overall_score: 7 })
    ],
    [
      'with another verdict quoted inside it',
      change({ final_thoughts: `the response says ${good.replaceAll(':7', ':10')}` })
    ]
  ])('is found %s', (_, text) => {
    const parsed = parseVerdict(text, 10);
    expect(parsed).toMatchObject({ ok: true, verdict: { overall_score: 7 } });
  });

  it('needs no explanations, but every score', () => {
    expect(faultsOf(change({ anatomical_accuracy: { score: 4 }, final_thoughts: null }))).toBe('');
    expect(faultsOf(change({ anatomical_accuracy: { explanation: 'good' } }))).toBe(
      'anatomical_accuracy.score is missing'
    );
    expect(faultsOf(change({ overall_score: undefined }))).toBe('overall_score is missing');
  });

  it.each([0, -1, 11, 10.5, NaN, null, 'eight', '', '8/5', '8 of 10', '11', true, [8], { score: 8 }])(
    'is none with a score of %j',
    (score) => {
      expect(faultsOf(change({ overall_score: score }))).toMatch(/^overall_score (is not|is missing)/);
      expect(faultsOf(change({ instruction_compliance: { score } }))).toMatch(
        /^instruction_compliance\.score/
      );
    }
  );

  it('that is none says what is wrong with its JSON', () => {
    expect(faultsOf(good.slice(0, -1))).toBe('the JSON is not complete: 1 of its braces are not closed');
    expect(faultsOf(good.slice(0, 60))).toBe('the JSON is not complete: a text in quotes is not closed');
    expect(faultsOf(good.replace(':', ' '))).toMatch(/^the JSON has a fault: /);
    expect(faultsOf('eight')).toBe('there is no complete JSON object in the answer');
  });

  it('with a score of 10 as a text is none on the scale of 5', () => {
    const low = makeVerdictText(3).replaceAll(':4', ':"4/10"');
    expect(faultsOf(low, 5)).toContain('overall_score is not a number; got "4/10"');
    expect(faultsOf(low.replaceAll('/10', '/5'), 5)).toBe('');
  });

  it('of 10 is none on the scale of 5', () => {
    expect(faultsOf(good, 5)).toContain('overall_score is not from 1 to 5; got 7');
    expect(faultsOf(makeVerdictText(3), 5)).toBe('');
  });

  it.each(['', 'eight', '[]', 'null', '{', good.slice(0, -1), '"8"'])('is not found in %j', (text) => {
    expect(faultsOf(text)).not.toBe('');
  });

  it('that is broken tells the faults of the object that has most of its parts, the last of several', () => {
    const off = (score: number) => change({ overall_score: score });
    expect(faultsOf(`${off(11)} then ${off(12)} and {"overall_score": 1}`)).toBe(
      'overall_score is not from 1 to 10; got 12'
    );
    // A part alone is no verdict, but a draft of one tells more than the break behind it.
    expect(faultsOf(`${off(11)} then {"a": `)).toBe('overall_score is not from 1 to 10; got 11');
    expect(faultsOf('{"a": 1} then {"b": ')).toBe('the JSON is not complete: 1 of its braces are not closed');
    expect(faultsOf('{"a": 1}')).toContain('overall_score is missing');
  });

  it('has explanations as they were written, whatever they are made of', () => {
    const explained = change({
      anatomical_accuracy: { score: 4, explanation: 'good' },
      clinical_finding_accuracy: { score: 4, explanation: ['a', 1] },
      instruction_compliance: { score: 4, explanation: 0 },
      cross_modal_consistency: { score: '7.25' },
      hallucination_omission_control: ' 8 / 10 '
    });
    const parsed = parseVerdict(explained, 10);
    expect(parsed).toMatchObject({
      ok: true,
      verdict: {
        anatomical_accuracy: { score: 4, explanation: 'good' },
        clinical_finding_accuracy: { score: 4, explanation: '["a",1]' },
        instruction_compliance: { score: 4, explanation: '' },
        cross_modal_consistency: { score: 7.25, explanation: '' },
        hallucination_omission_control: { score: 8, explanation: '' }
      }
    });
  });

  it('says forty letters of what stands in the place of a score, and which part is missing', () => {
    expect(faultsOf(change({ overall_score: 'x'.repeat(60) }))).toBe(
      `overall_score is not a number; got "${'x'.repeat(39)}`
    );
    expect(faultsOf(change({ anatomical_accuracy: undefined }))).toBe('anatomical_accuracy is missing');
    expect(faultsOf(change({ overall_score: '8/10x' }))).toContain('overall_score is not a number');
  });

  it('is not looked for deeper than a verdict ever stands', () => {
    const nest = (levels: number): string =>
      levels === 0 ? good : JSON.stringify({ inner: JSON.parse(nest(levels - 1)) as object });
    expect(faultsOf(nest(3))).toBe('');
    expect(faultsOf(nest(4))).not.toBe('');
  });

  it('that is accepted has only scores of its scale, whatever the text', () => {
    const score = fc.oneof(
      fc.integer({ min: -2, max: 13 }),
      fc.constantFrom<unknown>('5', null, undefined, {})
    );
    const parts = Object.fromEntries(judgeDimensions.map((name) => [name, fc.record({ score })]));
    const verdicts = fc.record({ ...parts, overall_score: score });
    fc.assert(
      fc.property(verdicts, fc.string(), fc.constantFrom<5 | 10>(5, 10), (verdict, words, scale) => {
        const parsed = parseVerdict(`${words}${JSON.stringify(verdict)}`, scale);
        if (!parsed.ok) return parsed.faults.length > 0;
        const scores = [parsed.verdict.overall_score, ...judgeDimensions.map((d) => parsed.verdict[d].score)];
        return scores.every((one) => Number.isFinite(one) && one >= 1 && one <= scale);
      }),
      { numRuns: 2000 }
    );
  });
});
