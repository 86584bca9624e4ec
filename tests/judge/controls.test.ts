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

const of = (control: JudgeControl): readonly ControlCase[] => planControls(subjects, 7, [control]);
const pathsOf = (subject: JudgeSubject): string[] => picturesOf(subject).map(({ path }) => path);

describe('behavioural controls', () => {
  it('give every sample a case in each control, altered or with the reason', () => {
    const plan = planControls(subjects, 7);
    expect(plan).toHaveLength(5 * subjects.length);
    const nameCase = (one: ControlCase) => [
      one.control,
      one.correct.sampleId,
      one.altered && one.donor?.sampleId
    ];
    expect(plan.map(nameCase)).toEqual(judgeControlNames.flatMap(of).map(nameCase));
    for (const control of judgeControlNames) {
      expect(new Set(of(control).map(({ correct }) => correct))).toEqual(new Set(subjects));
    }
  });

  it('never show the right picture, and leave everything else as it is', () => {
    for (const { control, correct, ...rest } of planControls(subjects, 7)) {
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
    expect(describeCases(planControls(subjects.toReversed(), 7))).toEqual(
      describeCases(planControls(subjects, 7))
    );
    expect(describeCases(planControls(subjects, 8))).not.toEqual(describeCases(planControls(subjects, 7)));
  });

  it('say why a single sample has no other', () => {
    const cases = planControls([makeSubject(1)], 1);
    expect(cases.map(({ altered }) => altered !== null)).toEqual([true, false, false, false, false]);
  });

  it('replace the instruction with its choices, and nothing else', () => {
    const asked = [1, 2].map((number) => makeSubject(number, { choices: [`choice of ${number}`] }));
    for (const one of planControls(asked, 1, ['instruction-shuffle'])) {
      const other = asked.find((subject) => subject !== one.correct)!;
      expect(one).toEqual({
        control: 'instruction-shuffle',
        correct: one.correct,
        donor: other,
        altered: { ...one.correct, instruction: other.instruction, choices: other.choices }
      });
    }
  });

  it('take no instruction for another one that differs by the spaces around it', () => {
    const asked = ['what?', ' what? '].map((instruction, i) => makeSubject(i, { instruction }));
    expect(planControls(asked, 1, ['instruction-shuffle']).map(({ altered }) => altered)).toEqual([
      null,
      null
    ]);
  });

  it('take no picture that lies at the same place, alone or among others', () => {
    const own = makeSubject(1, { inputs: [makeImage('a.png')] });
    const other = makeSubject(2, { inputs: [makeImage('b.png'), makeImage('a.png')] });
    const without = makeSubject(3, { inputs: [] });
    for (const control of ['same-modality-image', 'image-shuffle'] as const) {
      for (const one of planControls([own, other, without], 1, [control])) {
        expect(one.altered).toBeNull();
      }
    }
  });

  it('have the reason where a sample has no picture', () => {
    const blind = makeSubject(1, { format: 'edit', task: 'style-transfer', output: null });
    const seen = makeSubject(2, { format: 'edit', task: 'style-transfer', output: makeImage('o.png') });
    const reasonOf = (control: JudgeControl) => {
      const one = planControls([blind, seen], 1, [control]).find(({ correct }) => correct === blind)!;
      return one.altered === null && one.reason;
    };
    expect(judgeControlNames.map(reasonOf)).toEqual([
      'there is no picture to replace',
      'no sample of another known modality is among those drawn',
      'no other sample of the same known modality is among those drawn',
      'the pictures cannot all change places',
      'the instructions cannot all change places'
    ]);
  });

  it('leave as few as can be without a donor', () => {
    // Two of the six ways round hand no instruction to one that reads the same; 40 draws miss both once in 10⁷.
    const four = [0, 1, 2, 0].map((text, i) => makeSubject(i, { instruction: `text ${text}` }));
    for (let seed = 0; seed < 20; seed++) {
      const cases = planControls(four, seed, ['instruction-shuffle']);
      expect(cases.filter(({ altered }) => altered === null)).toHaveLength(0);
      expect(new Set(cases.map((one) => one.altered && one.donor)).size).toBe(4);
    }
    // Of three with one text, none can have another's: whoever stands alone gives and gets.
    const three = [0, 0, 0, 1].map((text, i) => makeSubject(i, { instruction: `text ${text}` }));
    const left = planControls(three, 1, ['instruction-shuffle']).filter(({ altered }) => altered === null);
    expect(left).toHaveLength(2);
  });

  it('blank every input of a question, each under a name and a hash of its own, measured as it was', async () => {
    let measured = 0;
    const image = {
      ...makeImage('in.png'),
      size: () => ({ width: 8, height: 8 }),
      measure: () => Promise.resolve(void measured++)
    };
    const [one] = planControls([makeSubject(1, { inputs: [image, makeImage('b.png')] })], 1, ['blank-image']);
    const [first, second] = one!.altered!.inputs;
    expect([first!.path, second!.path]).toEqual(['blank:in.png', 'blank:b.png']);
    expect(await first!.hash()).toBe(`blank:${await image.hash()}`);
    expect([first!.size?.(), second!.size?.()]).toEqual([{ width: 8, height: 8 }, undefined]);
    await first!.measure?.();
    await second!.measure?.();
    expect(measured).toBe(1);
    expect(one).toMatchObject({ donor: null, correct: { inputs: [image, {}] } });
    expect(one!.altered!.output).toBeNull();
  });

  it('of nothing are none', () => {
    expect(planControls([], 1)).toEqual([]);
  });
});
