import type { Score } from '../../core/score';
import type { ImagePair } from '../metric';
import type { ChangedRegion } from './computeRegion';

/** The score of a pair that has a region; else the reason why it has none. */
export function withRegion({ region }: ImagePair, compute: (region: ChangedRegion) => Score): Score {
  if (!region) return { value: null, reason: 'the input image was not read' };
  return region.mask === null ? { value: null, reason: region.reason } : compute(region);
}
