import type { Format } from '../core/sample';

/** The public data release: `Jack04810/MedGEN-Bench` on Hugging Face. */
export const release = {
  revision: 'cee5e7ae410f7c5be12d5fa55464afb094c099b7',
  /** Samples of each format. */
  sizes: { vqa: 1100, edit: 3872, generate: 1651 } satisfies Readonly<Record<Format, number>>
} as const;

/**
 * What is known of the samples behind a score. `release`: read from the pinned release itself. `claimed`: they have its
 * sample ids, but came with the user's files, so that nobody has checked their content. `other`: anything else.
 */
export type DataIdentity = 'release' | 'claimed' | 'other';

const releaseId = /^medgen:(vqa|image_editing|multimodal_generation):train-\d{5}-of-\d{5}:\d{6}$/;

/** No samples are of no dataset. */
export function identifyData(revision: string | undefined, sampleIds: Iterable<string>): DataIdentity {
  let count = 0;
  for (const id of sampleIds) {
    if (!releaseId.test(id)) return 'other';
    count++;
  }
  if (count === 0) return 'other';
  return revision === release.revision ? 'release' : 'claimed';
}
