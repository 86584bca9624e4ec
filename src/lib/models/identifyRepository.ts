/** What is known of a repository's licence; the hub tells of the others on their pages. */
const unknownLicence = 'see its source';

/** How weights are called after the repository or folder that they came from, or after their hash. */
export function identifyRepository(repository: string | null, kind: string, sha256: string) {
  if (repository === null) {
    return {
      weights: `${kind}-${sha256.slice(0, 12)}`,
      label: `${kind.toUpperCase()} of unknown name`,
      source: 'a dropped file',
      licence: unknownLicence
    };
  }
  const isHub = repository.includes('/');
  return {
    weights: repository.slice(repository.lastIndexOf('/') + 1).replaceAll(/[^\w.-]/g, '_'),
    label: repository,
    source: isHub ? `https://huggingface.co/${repository}` : 'a dropped folder',
    licence: unknownLicence
  };
}
