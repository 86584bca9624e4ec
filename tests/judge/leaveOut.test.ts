import { describe, expect, it } from 'vitest';
import { isLeftOut } from '../../src/lib/judge/leaveOut';
import { makeRow } from '../stats/rows';

const row = makeRow({
  sampleId: 'vqa:0001:000042',
  record: { input_image: 'images/Clinic_A/scan7.png', answer: 'ward 9' }
});

describe('what is left out of judging', () => {
  it('is what its record marks as patient data, unless that rule is off', () => {
    const marked = makeRow({ record: { patient_data: true } });
    expect(isLeftOut(marked, { marked: true, parts: '' })).toBe(true);
    expect(isLeftOut(marked, { marked: false, parts: '' })).toBe(false);
    expect(isLeftOut(row, { marked: true, parts: '' })).toBe(false);
  });

  it.each([
    ['an id', 'vqa:0001:000042', true],
    ['a folder of its image, in other letters', '\n  clinic_a/ \n', true],
    ['one line of several', 'nothing\nscan7', true],
    ['another id', 'vqa:0001:000043', false],
    ['blank lines', ' \n\n ', false],
    ['a text of the answer', 'ward 9', false]
  ])('is found by %s', (_, parts, expected) => {
    expect(isLeftOut(row, { marked: true, parts })).toBe(expected);
  });
});
