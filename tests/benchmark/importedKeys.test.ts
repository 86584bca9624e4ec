import { describe, expect, it } from 'vitest';
import { importedFields, importedKeys } from '../../src/lib/benchmark/importedKeys';
import { neuralMetas } from '../../src/lib/metrics/neural/meta';
import { metrics } from '../../src/lib/metrics/registry';

const official = [...metrics.map(({ meta }) => meta), ...Object.values(neuralMetas)].filter(
  ({ officialKey }) => officialKey !== null
);

describe('the keys that can be imported', () => {
  it.each(official)('describe $officialKey as the metric computed here does', (meta) => {
    const key = importedKeys.find((known) => known.key === meta.officialKey);
    expect(key).toMatchObject({
      label: meta.label,
      unit: meta.unit,
      higherIsBetter: meta.higherIsBetter,
      threshold: meta.threshold,
      range: meta.range,
      digits: meta.digits
    });
  });

  it('name each of the judge’s twelve scores as the evaluator does', () => {
    const names = importedKeys.filter(({ judge }) => judge !== null).map(({ key }) => key);
    expect(names).toHaveLength(12);
    expect(names).toContain('VLM_Overall_Score_W_GT');
    expect(names).toContain('VLM_Overall_Score_WO_GT');
    expect(names).toContain('VLM_Hallucination_Omission_Control_WO_GT');
  });

  it('pass by the judge’s overall score of 8, and by no other of its scores', () => {
    const passing = importedKeys.filter(({ judge, threshold }) => judge !== null && threshold !== null);
    expect(passing.map(({ key, threshold }) => [key, threshold])).toEqual([
      ['VLM_Overall_Score_W_GT', 8],
      ['VLM_Overall_Score_WO_GT', 8]
    ]);
  });

  it('stand in eleven fields of a record', () => {
    expect(importedFields).toHaveLength(11);
  });
});
