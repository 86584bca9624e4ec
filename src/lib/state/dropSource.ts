import type { SampleSource } from '../dataset/SampleSource';
import type { Drop } from '../predictions/drop';

/** The samples of a drop, with the images that lie beside them. */
export function makeDropSource(drop: Drop, kind: 'demo' | 'dropped'): SampleSource {
  return {
    kind,
    label: kind === 'demo' ? 'Demo' : 'Dropped files',
    revision: null,
    samples: [...drop.samples.values()],
    find: (imagePath) => drop.tree.resolve(imagePath, ''),
    close: () => undefined
  };
}
