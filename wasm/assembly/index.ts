export { alloc, free } from './memory';
export { luma } from './luma';
export { squaredErrorSum } from './squaredErrorSum';
export { ssim } from './ssim';
export { ssimMap } from './ssimMap';
export { resize } from './resize';
export { ngramMatches } from './ngramMatches';
export { bootstrapMeans } from './bootstrapMeans';
export { exp, log, log10 } from './elementary';
