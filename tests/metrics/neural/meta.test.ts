import { describe, expect, it } from 'vitest';
import { describeNeuralMetric, neuralMetas, officialWeights } from '../../../src/lib/metrics/neural/meta';
import { modelNeeds } from '../../../src/lib/metrics/neural/needs';
import { readDescriptor } from './tinyModels';

const [lpips, bert, encoder] = [
  await readDescriptor('tiny-lpips'),
  await readDescriptor('tiny-bert'),
  await readDescriptor('tiny-encoder')
];

describe('the metric that a model gives', () => {
  it('is the official one with the official weights only', () => {
    const official = { ...lpips, weights: officialWeights.lpips };
    expect(describeNeuralMetric(official)).toMatchObject({
      id: 'lpips',
      officialKey: 'LPIPS',
      threshold: 0.6
    });
    expect(describeNeuralMetric(lpips)).toMatchObject({
      id: 'lpips:random-tiny-lpips',
      label: 'LPIPS (tiny-lpips with random weights)',
      officialKey: null,
      threshold: null,
      group: 'extra'
    });
  });

  it('is not the official BERTScore on another layer', () => {
    const pubMedBert = { ...bert, weights: officialWeights.bertscore };
    expect(describeNeuralMetric({ ...pubMedBert, layer: 12 } as typeof bert).officialKey).toBe('BERT_Score');
    expect(describeNeuralMetric({ ...pubMedBert, layer: 11 } as typeof bert)).toMatchObject({
      id: `bertscore:${officialWeights.bertscore}:11`,
      officialKey: null
    });
  });

  it('never calls the embedding of another encoder MedImageInsight', () => {
    const radDino = { ...encoder, weights: 'rad-dino', label: 'Rad-DINO' };
    expect(describeNeuralMetric(radDino)).toMatchObject({
      label: 'Embedding similarity (Rad-DINO)',
      officialKey: null
    });
  });

  it('has a version of its own for every model file', () => {
    const other = { ...lpips, model: { ...lpips.model, sha256: '0'.repeat(64) } };
    expect(describeNeuralMetric(lpips).version).toBe(`1+${lpips.model.sha256.slice(0, 12)}`);
    expect(describeNeuralMetric(other).version).toBe('1+000000000000');
  });

  it('has the thresholds of the protocol', () => {
    const thresholds = Object.values(neuralMetas).map((meta) => [
      meta.officialKey,
      meta.threshold,
      meta.higherIsBetter
    ]);
    expect(thresholds).toEqual([
      ['LPIPS', 0.6, false],
      ['BERT_Score', 0.9, true],
      ['MedImageInsight_Similarity', 0.7, true]
    ]);
  });

  it('is "not computed: needs …" without its model, with steps to get it', () => {
    for (const { reason, steps } of Object.values(modelNeeds)) {
      expect(reason).toMatch(/^not computed: needs /);
      expect(steps.length).toBeGreaterThan(1);
    }
  });
});
