import { describe, expect, it } from 'vitest';
import { leaveOutSamePictures, listControls, listRepeats } from '../../src/lib/run/probeQuestions';
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
});
