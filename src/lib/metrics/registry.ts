import { mae } from './image/mae';
import { msSsim } from './image/msSsim';
import { ncc } from './image/ncc';
import { psnr } from './image/psnr';
import { rmse } from './image/rmse';
import { ssim } from './image/ssim';
import { ssimGaussian } from './image/ssimGaussian';
import { ssimImageSsim } from './image/ssimImageSsim';
import type { Metric } from './metric';
import { regionFidelityPsnr, regionPreservationPsnr } from './region/regionPsnr';
import { regionFidelitySsim, regionPreservationSsim } from './region/regionSsim';
import { bleu } from './text/bleu';
import { chrf } from './text/chrf';
import { distinct1, distinct2 } from './text/distinctN';
import { em } from './text/em';
import { lengthRatio } from './text/lengthRatio';
import { rougeL } from './text/rougeL';
import { rouge1, rouge2 } from './text/rougeN';
import { tokenF1 } from './text/tokenF1';

/** The only list of metrics, in the order in which tables show them. */
export const metrics: readonly Metric[] = [
  psnr,
  ssim,
  bleu,
  em,
  ssimImageSsim,
  ssimGaussian,
  msSsim,
  mae,
  rmse,
  ncc,
  rouge1,
  rouge2,
  rougeL,
  chrf,
  tokenF1,
  distinct1,
  distinct2,
  lengthRatio,
  regionFidelityPsnr,
  regionFidelitySsim,
  regionPreservationPsnr,
  regionPreservationSsim
];

const byId: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.meta.id, metric]));

/** @throws when no metric has this id: ids come from this list, so another one is a defect of the program */
export function metricById(id: string): Metric {
  const metric = byId.get(id);
  if (!metric) throw new Error(`no metric "${id}"; known: ${[...byId.keys()].join(', ')}`);
  return metric;
}
