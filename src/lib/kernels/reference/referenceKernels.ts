import type { KernelSet } from '../KernelSet';
import { bootstrapMeans } from './bootstrapMeans';
import { compare } from './compare';
import { decodePng } from './decodePng';
import { encodeJpeg } from './encodeJpeg';
import { inflate } from './inflate';
import { luma } from './luma';
import { ngramMatches } from './ngramMatches';
import { reduce } from './reduce';
import { resize } from './resize';
import { squaredErrorSum } from './squaredErrorSum';
import { ssim } from './ssim';
import { ssimMap } from './ssimMap';

/** Every kernel in plain TypeScript: slow, and written to be compared with its source by eye. */
export const referenceKernels: KernelSet = {
  luma,
  squaredErrorSum,
  ssim,
  ssimMap,
  resize,
  reduce,
  compare,
  ngramMatches,
  bootstrapMeans,
  inflate,
  decodePng,
  encodeJpeg,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10
};
