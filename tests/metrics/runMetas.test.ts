import { describe, expect, it } from 'vitest';
import { describeNeuralMetric, identifyModel } from '../../src/lib/metrics/neural/meta';
import { listRunMetas, officialMetas } from '../../src/lib/metrics/runMetas';
import { readDescriptor } from './neural/tinyModels';

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
