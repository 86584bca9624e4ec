import { describe, expect, it } from 'vitest';
import { planJobs, type PlannedPrediction } from '../../src/lib/engine/plan';
import { metricById } from '../../src/lib/metrics/registry';
import type { Prediction } from '../../src/lib/core/sample';
import { makeDrop, makeEntry, makePrediction } from './editPredictions';

const official = [metricById('psnr').meta, metricById('ssim').meta];
const withRegion = [...official, metricById('region-fidelity-ssim').meta];
const entries = ['input.png', 'second.png', 'reference.png', 'a.png', 'b.png'].map((path) => makeEntry(path));

function planOne(prediction: Prediction, metas = withRegion): PlannedPrediction {
  return planJobs(makeDrop([prediction], entries), metas)[0]!.predictions[0]!;
}

describe('the plan of a run', () => {
  it('puts predictions of one reference into one job', () => {
    const jobs = planJobs(makeDrop([makePrediction('a'), makePrediction('b')], entries), official);
    expect(
      jobs.map((job) => [job.reference?.path, job.predictions.map(({ output }) => output?.path)])
    ).toEqual([['reference.png', ['a.png', 'b.png']]]);
  });

  it('leaves the input images alone where no chosen metric needs them', () => {
    expect(planOne(makePrediction('a'), official)).not.toHaveProperty('input');
  });

  it('names the input image where one does', () => {
    expect(planOne(makePrediction('a')).input).toEqual({ entry: entries[0] });
  });

  it('leaves it out for a task that the metric is not defined for', () => {
    expect(planOne(makePrediction('a', '3d-to-2d-projection'))).not.toHaveProperty('input');
  });

  it.each([
    [[], 'the sample has no input image'],
    [['input.png', 'second.png'], 'the sample has several input images'],
    [['elsewhere.png'], 'the input image is not among the files; got elsewhere.png']
  ])('says of inputs %j why they are of no use', (inputImages, reason) => {
    const prediction = makePrediction('a', 'anatomical-annotation', inputImages);
    expect(planOne(prediction).input).toEqual({ entry: null, reason });
  });
});
