import { describe, expect, it } from 'vitest';
import { planJobs, type PlannedPrediction } from '../../src/lib/engine/plan';
import { metricById } from '../../src/lib/metrics/registry';
import type { Prediction } from '../../src/lib/core/sample';
import { makeDrop, makeEntry, makePrediction } from './editPredictions';

const official = [metricById('psnr').meta, metricById('ssim').meta];
const withRegion = [...official, metricById('region-fidelity-ssim').meta];
const entries = ['input.png', 'second.png', 'reference.png', 'a.png', 'b.png'].map((path) => makeEntry(path));

async function planOne(prediction: Prediction, metas = withRegion): Promise<PlannedPrediction> {
  const [job] = await planJobs(makeDrop([prediction], entries), metas);
  return job!.predictions[0]!;
}

describe('the plan of a run', () => {
  it('puts predictions of one reference into one job', async () => {
    const jobs = await planJobs(makeDrop([makePrediction('a'), makePrediction('b')], entries), official);
    expect(
      jobs.map((job) => [job.reference?.path, job.predictions.map(({ output }) => output?.path)])
    ).toEqual([['reference.png', ['a.png', 'b.png']]]);
  });

  it('leaves the input images alone where no chosen metric needs them', async () => {
    expect(await planOne(makePrediction('a'), official)).not.toHaveProperty('input');
  });

  it('names the input image where one does', async () => {
    expect((await planOne(makePrediction('a'))).input).toEqual({ entry: entries[0] });
  });

  it('leaves it out for a task that the metric is not defined for', async () => {
    expect(await planOne(makePrediction('a', '3d-to-2d-projection'))).not.toHaveProperty('input');
  });

  it.each([
    [[], 'the sample has no input image'],
    [['input.png', 'second.png'], 'the sample has several input images'],
    [['elsewhere.png'], 'the input image is not among the files; got elsewhere.png']
  ])('says of inputs %j why they are of no use', async (inputImages, reason) => {
    const prediction = makePrediction('a', 'anatomical-annotation', inputImages);
    expect((await planOne(prediction)).input).toEqual({ entry: null, reason });
  });
});
