import { describe, expect, it } from 'vitest';
import { findModality } from '../../src/lib/benchmark/modalities';
import { judgeControlNames, type JudgeControl } from '../../src/lib/benchmark/pairingSensitivity';
import { picturesOf, planControls, type ControlCase } from '../../src/lib/judge/controls';
import type { JudgeSubject } from '../../src/lib/judge/JudgeQuestion';
import { makeImage, makeSubject } from './judgeTools';

const modalities = ['CT', 'computed_tomography', 'MRI', 'Pathology', 'something else'];

/** VQA and edits in turn, over four modalities of which one is not known. */
const subjects: readonly JudgeSubject[] = Array.from({ length: 60 }, (_, i) =>
  makeSubject(i + 1, {
    modality: modalities[i % 5]!,
    inputs: [makeImage(`in${i}.png`)],
    ...(i % 2 === 1 && { format: 'edit', task: 'style-transfer', output: makeImage(`out${i}.png`, i) })
  })
);

const plan = planControls(subjects, 7);
const of = (control: JudgeControl): ControlCase[] => plan.filter((one) => one.control === control);
const pathsOf = (subject: JudgeSubject): string[] => picturesOf(subject).map(({ path }) => path);

describe('behavioural controls', () => {
  it('give every sample a case in each control, altered or with the reason', () => {
    expect(plan).toHaveLength(5 * subjects.length);
    for (const control of judgeControlNames) {
      expect(new Set(of(control).map(({ correct }) => correct))).toEqual(new Set(subjects));
    }
  });

  it('never show the right picture, and leave everything else as it is', () => {
    for (const { control, correct, ...rest } of plan) {
      if (rest.altered === null || control === 'instruction-shuffle') continue;
      expect(pathsOf(rest.altered)).not.toEqual(pathsOf(correct));
      const part = correct.format === 'vqa' ? 'inputs' : 'output';
      expect({ ...rest.altered, [part]: correct[part] }).toEqual(correct);
    }
  });

  it('take a picture of really the same modality, or of really another one', () => {
    for (const [control, same] of [
      ['same-modality-image', true],
      ['unrelated-image', false]
    ] as const) {
      for (const one of of(control)) {
        const own = findModality(one.correct.modality);
        if (one.altered === null) {
          expect(own).toBe('unknown');
          expect(one.reason).toMatch(/known modality/);
        } else {
          expect(findModality(one.donor!.modality) === own).toBe(same);
          expect(one.donor!.modality).not.toBe('something else');
          expect(pathsOf(one.altered)).toEqual(pathsOf(one.donor!));
        }
      }
    }
  });

  it.each(['image-shuffle', 'instruction-shuffle'] as const)(
    'hand every part on exactly once in %s, inside its group',
    (control) => {
      const cases = of(control);
      const donors = cases.map((one) => (one.altered ? one.donor : null));
      expect(new Set(donors)).toEqual(new Set(subjects));
      cases.forEach(({ correct }, i) => {
        expect(donors[i]).not.toBe(correct);
        expect(donors[i]!.format).toBe(correct.format);
      });
    }
  );

  it('never hand on an instruction that reads the same', () => {
    const twins = subjects.map((one, i) => ({ ...one, instruction: `text ${i % 3}` }));
    const cases = planControls(twins, 1, ['instruction-shuffle']);
    for (const { altered, correct } of cases) {
      if (altered) expect(altered.instruction).not.toBe(correct.instruction);
    }
    expect(cases.filter(({ altered }) => altered).length).toBeGreaterThan(twins.length / 2);
  });

  it('blank a picture to black of its own size', async () => {
    const one = of('blank-image').find(({ correct }) => correct.format === 'edit')!;
    const output = one.altered!.output!;
    expect(await output.decode()).toEqual({ width: 8, height: 8, rgb: new Uint8Array(192) });
    expect(await output.hash()).not.toBe(await one.correct.output!.hash());
  });

  it('are the same for the same seed in any order of the samples, and others for another seed', () => {
    const describeCases = (cases: readonly ControlCase[]): Set<string> =>
      new Set(
        cases.map((one) => `${one.control} ${one.correct.sampleId} ${one.altered ? one.donor?.sampleId : ''}`)
      );
    expect(describeCases(planControls(subjects.toReversed(), 7))).toEqual(describeCases(plan));
    expect(describeCases(planControls(subjects, 8))).not.toEqual(describeCases(plan));
  });

  it('say why a single sample has no other', () => {
    const cases = planControls([makeSubject(1)], 1);
    expect(cases.map(({ altered }) => altered !== null)).toEqual([true, false, false, false, false]);
  });
});
