import { psnr } from './image/psnr';
import { ssim } from './image/ssim';
import { ssimImageSsim } from './image/ssimImageSsim';
import type { Metric } from './metric';
import { bleu } from './text/bleu';
import { em } from './text/em';

/** The only list of metrics, in the order in which tables show them. */
export const metrics: readonly Metric[] = [psnr, ssim, bleu, em, ssimImageSsim];

const byId: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.meta.id, metric]));

/** @throws when no metric has this id: ids come from this list, so another one is a defect of the program */
export function metricById(id: string): Metric {
  const metric = byId.get(id);
  if (!metric) throw new Error(`no metric "${id}"; known: ${[...byId.keys()].join(', ')}`);
  return metric;
}
