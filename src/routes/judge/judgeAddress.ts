/** What the Judge page shows, as its address's hash holds it. */
export interface JudgeAddress {
  /** Ids of the chosen runs. */
  readonly runs: readonly string[];
}

/** Reads a hash with or without its "#". */
export function parseJudgeAddress(hash: string): JudgeAddress {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  return { runs: [...new Set((params.get('runs') ?? '').split(',').filter(Boolean))] };
}

/** The hash of an address, without "#". */
export function formatJudgeAddress({ runs }: JudgeAddress): string {
  if (runs.length === 0) return '';
  return new URLSearchParams({ runs: runs.join(',') }).toString().replaceAll('%2C', ',');
}
