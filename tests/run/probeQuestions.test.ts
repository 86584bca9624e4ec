import { describe, expect, it, vi } from 'vitest';
import { leaveOutSamePictures, listControls, listPlain, listRepeats } from '../../src/lib/run/probeQuestions';
import { makeImage, makeSubject } from '../judge/judgeTools';

const base = [1, 2, 3].map((number) => ({
  subject: makeSubject(number, { inputs: [makeImage(`in${number}.png`, number)] }),
  view: 'wo-gt' as const,
  repeat: 0,
  row: number - 1
}));

describe('questions about the judge', () => {
  it('ask every sample as it is first, then in the controls that can be made', () => {
    const { questions, impossible } = listControls(base, 1);
    expect(questions.slice(0, 3).map(({ probe }) => probe)).toEqual([null, null, null]);
    // All are CT: there is no unrelated picture for any of the three.
    expect(questions).toHaveLength(3 + 4 * 3);
    expect([...impossible.values()]).toEqual([3]);
    expect([...impossible.keys()][0]).toMatch(/^Unrelated image: no sample of another/);
  });

  it('ask k times with k repeat numbers', () => {
    const { questions } = listRepeats(base, 3);
    expect(questions.map(({ row, repeat }) => `${row}.${repeat}`)).toEqual(
      [0, 1, 2].flatMap((row) => [0, 1, 2].map((repeat) => `${row}.${repeat}`))
    );
  });

  it('leave out a picture that holds the right bytes under another name', async () => {
    const twin = { ...makeImage('copy.png'), hash: () => base[0]!.subject.inputs[0]!.hash() };
    const [one, ...others] = base;
    const two = { ...others[0]!, subject: { ...others[0]!.subject, inputs: [twin] } };
    const { questions } = listControls([one!, two], 1);
    const kept = await leaveOutSamePictures(questions);
    const probes = kept.map(({ probe }) => probe);
    expect(questions.map(({ probe }) => probe)).toContain('image-shuffle');
    expect(probes).not.toContain('image-shuffle');
    expect(probes).not.toContain('same-modality-image');
    expect(probes.filter((probe) => probe === 'blank-image')).toHaveLength(2);
  });

  it('as they are have no part replaced', () => {
    const { questions, impossible } = listPlain(base);
    expect(questions).toEqual(
      base.map((question) => ({ ...question, probe: null, correct: question.subject }))
    );
    expect(impossible.size).toBe(0);
    expect(listRepeats(base, 2).impossible.size).toBe(0);
  });

  it('with a part replaced belong to the row of the right sample', () => {
    const { questions } = listControls(base, 1);
    for (const { row, correct, subject, probe } of questions) {
      expect(correct).toBe(base[row]!.subject);
      expect(subject === correct).toBe(probe === null);
    }
    const counts = Map.groupBy(questions, ({ row }) => row);
    expect([...counts.values()].map(({ length }) => length)).toEqual([5, 5, 5]);
  });

  it('keep a control whose picture cannot be read, which is told of when it is asked', async () => {
    const broken = { ...makeImage('broken.png'), hash: () => Promise.reject(new Error('gone')) };
    const two = [makeSubject(1, { inputs: [broken] }), makeSubject(2, { inputs: [makeImage('b.png', 2)] })];
    const questions = listControls(
      two.map((subject, row) => ({ ...base[0]!, subject, row })),
      1
    ).questions;
    expect(await leaveOutSamePictures(questions)).toEqual(questions);
  });

  it('do not compare pictures where only the instruction was replaced', async () => {
    const hash = vi.fn(() => Promise.resolve('the same'));
    const two = [1, 2].map((number) =>
      makeSubject(number, { inputs: [{ ...makeImage(`${number}.png`), hash }] })
    );
    const { questions } = listControls(
      two.map((subject, row) => ({ ...base[0]!, subject, row })),
      1
    );
    const instructions = questions.filter(({ probe }) => probe === null || probe === 'instruction-shuffle');
    expect(instructions).toHaveLength(4);
    expect(await leaveOutSamePictures(instructions)).toEqual(instructions);
    expect(hash).not.toHaveBeenCalled();
  });
});
