import { describe, expect, it } from 'vitest';
import type { JudgeDimension } from '../../src/lib/benchmark/importedKeys';
import type { JudgeControl } from '../../src/lib/benchmark/pairingSensitivity';
import type { ControlEffect } from '../../src/lib/stats/controlEffects';
import { toControlsCsv } from '../../src/lib/report/controlsCsv';

describe('the controls of a judge as CSV', () => {
  it('are a row a control and dimension, with every digit, and none of a text for a formula', () => {
    const effect = {
      control: 'blank-image' as const,
      n: 5,
      delta: 1 / 3,
      ciLow: 0.1,
      ciHigh: 0.5,
      pValue: 0.01,
      pHolm: 0.05,
      reason: ''
    };
    const tested = new Map<JudgeDimension | null, ControlEffect<JudgeControl>>([
      [null, effect],
      ['anatomical_accuracy', { ...effect, pHolm: null, reason: '=all pairs are equal' }]
    ]);
    const { name, type, text } = toControlsCsv('my model', [{ control: 'blank-image', effects: tested }]);
    expect([name, type]).toEqual(['my_model_judge_controls.csv', 'text/csv']);
    expect(text.split('\n')).toEqual([
      'control,dimension,n,delta,ci_low,ci_high,p_holm,reason',
      'Blank image,overall,5,0.3333333333333333,0.1,0.5,0.05,',
      'Blank image,anatomical_accuracy,5,0.3333333333333333,0.1,0.5,,"\'=all pairs are equal"',
      'Blank image,clinical_finding_accuracy,0,,,,,',
      'Blank image,instruction_compliance,0,,,,,',
      'Blank image,cross_modal_consistency,0,,,,,',
      'Blank image,hallucination_omission_control,0,,,,,',
      ''
    ]);
  });
});
