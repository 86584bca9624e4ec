import type { NamedBlob } from '../../src/lib/models/Companions';
import type { PublishedFiles } from '../../src/lib/models/prepareModel';
import { openTwin } from '../weights/twins';

/** Twins as if they had been dropped, with files beside them. */
export async function publishTwin(
  weights: string,
  companions: readonly string[] = [],
  repository: string | null = null
): Promise<PublishedFiles> {
  return {
    weights: await openTwin(weights),
    heads: await openTwin('heads.pth'),
    companions: await Promise.all(companions.map((name): Promise<NamedBlob> => openTwin(name))),
    repository,
    revision: null,
    address: null,
    expectedSha256: null
  };
}
