import type { PublishedFiles } from './prepareModel';

/** What is known of a repository's licence; the hub tells of the others on their pages. */
const unknownLicence = 'see its source';

/** How weights are called after the repository or folder that they came from, or after their hash. */
export function identifyRepository(
  { repository, address }: Pick<PublishedFiles, 'repository' | 'address'>,
  kind: string,
  sha256: string
) {
  const source = address ?? describeDropped(repository);
  if (repository === null) {
    const label = `${kind.toUpperCase()} of unknown name`;
    return { weights: `${kind}-${sha256.slice(0, 12)}`, label, source, licence: unknownLicence };
  }
  return {
    weights: repository.slice(repository.lastIndexOf('/') + 1).replaceAll(/[^\w.-]/g, '_'),
    label: repository,
    source,
    licence: unknownLicence
  };
}

/** A name of a folder, or the place where a file was dropped, proves nothing of where it is from. */
function describeDropped(repository: string | null): string {
  if (repository === null) return 'a dropped file';
  return repository.includes('/')
    ? `a file that is taken for ${repository}, which no hash here proves`
    : 'a dropped folder';
}
