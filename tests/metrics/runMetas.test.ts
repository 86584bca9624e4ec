import { describe, expect, it } from 'vitest';
import { describeNeuralMetric, identifyModel } from '../../src/lib/metrics/neural/meta';
import type { UsedJudge } from '../../src/lib/core/run';
import { listOfficialMetas, listRunMetas, officialMetas } from '../../src/lib/metrics/runMetas';
import { readDescriptor } from './neural/tinyModels';

const judge: UsedJudge = {
  view: 'w-gt',
  provider: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  model: 'gpt-4.1',
  promptHash: 'ab'.repeat(32),
  prompt: 'medgen-viewer 1',
  scale: 10,
  imageLimitPx: 1024,
  judgedAt: '2026-01-01T00:00:00.000Z'
};

describe("the judge's metrics", () => {
  it('come after the official ones, the overall score first, with the threshold of the official scale', () => {
    const metas = listRunMetas({ metrics: { ssim: '1', mae: '1' }, judges: [judge] });
    expect(metas.map(({ id }) => id)).toEqual([
      'ssim',
      'judge-w-gt-overall',
      'judge-w-gt-anatomical_accuracy',
      'judge-w-gt-clinical_finding_accuracy',
      'judge-w-gt-instruction_compliance',
      'judge-w-gt-cross_modal_consistency',
      'judge-w-gt-hallucination_omission_control',
      'mae'
    ]);
    expect(metas[1]).toMatchObject({ unit: 'of 10', range: [1, 10], threshold: 8, group: 'judge' });
    expect(metas[1]!.officialKey).toBe('VLM_Overall_Score_W_GT');
    expect(metas[2]!.threshold).toBeNull();
  });

  it('have neither threshold nor official name on the scale of the manuscript', () => {
    const metas = listRunMetas({ metrics: {}, judges: [{ ...judge, view: 'wo-gt', scale: 5 }] });
    expect(metas[0]).toMatchObject({ id: 'judge-wo-gt-overall', unit: 'of 5', range: [1, 5] });
    expect(metas.map(({ threshold, officialKey }) => [threshold, officialKey])).toEqual(
      metas.map(() => [null, null])
    );
    expect(listOfficialMetas({ judges: [{ ...judge, scale: 5 }] })).toEqual(officialMetas);
    expect(listOfficialMetas({ judges: [judge] })).toHaveLength(officialMetas.length + 6);
  });
});

describe('the metrics of a run', () => {
  it('are those that it computed, the official ones first, neural ones described as their models are', async () => {
    const tiny = await readDescriptor('tiny-bert');
    const official = { ...(await readDescriptor('tiny-lpips')), weights: 'lpips-0.1-alex' };
    const metas = listRunMetas({
      metrics: { ncc: '1', psnr: '1', em: '1' },
      models: [identifyModel(tiny), identifyModel(official)]
    });
    expect(metas.map(({ id }) => id)).toEqual(['psnr', 'em', 'lpips', 'ncc', 'bertscore:random-tiny-bert:2']);
    expect(metas.at(-1)).toEqual(describeNeuralMetric(tiny));
    expect(metas[2]).toMatchObject({ officialKey: 'LPIPS', threshold: 0.6 });
  });

  it('of earlier runs have no neural ones', () => {
    expect(listRunMetas({ metrics: { ssim: '1' } }).map(({ id }) => id)).toEqual(['ssim']);
  });

  it('with an official field have each its own', () => {
    const keys = officialMetas.map(({ officialKey }) => officialKey);
    expect(keys).toEqual(
      expect.arrayContaining(['PSNR', 'SSIM', 'BLEU', 'LPIPS', 'BERT_Score', 'MedImageInsight_Similarity'])
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});
