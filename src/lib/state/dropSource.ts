import type { SampleSource } from '../dataset/SampleSource';
import type { Drop } from '../predictions/drop';
import { DropSource } from '../predictions/DropSource';

/** The samples of a drop, with the images that lie beside them. */
export function makeDropSource(drop: Drop, kind: 'demo' | 'dropped'): SampleSource {
  return new DropSource(drop, { kind, label: kind === 'demo' ? 'Demo' : 'Dropped files' });
}
