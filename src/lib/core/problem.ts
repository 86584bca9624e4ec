/** Where in the user's files something is; every part is optional. */
export interface Place {
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly sampleId?: string;
  readonly field?: string;
}

/** `error`: something is not scored. `warning`: scored, but look at it. `note`: for information. */
export type Severity = 'error' | 'warning' | 'note';

/** One thing that is wrong with the user's data, as plain data that crosses workers and storage. */
export interface Problem {
  /** Stable and machine-readable, e.g. `json-syntax`, `unknown-task`, `image-missing`. */
  readonly code: string;
  readonly severity: Severity;
  readonly what: string;
  readonly where: Place;
  readonly got?: string;
  readonly expected?: string;
}

/** "file:line: what; got x, expected y", leaving out the parts that are not known. */
export function formatProblem({ what, where, got, expected }: Problem): string {
  const place = [where.file, where.line].filter((part) => part !== undefined).join(':');
  const details = [got && `got ${got}`, expected && `expected ${expected}`].filter(Boolean);
  return [place && `${place}: `, what, details.length > 0 && `; ${details.join(', ')}`]
    .filter(Boolean)
    .join('');
}

/** A problem that stops the work at hand; callers catch it and list `problem`. */
export class DataError extends Error {
  readonly problem: Problem;

  constructor(problem: Omit<Problem, 'severity'> & { severity?: Severity }) {
    const complete = { severity: 'error' as const, ...problem };
    super(formatProblem(complete));
    this.name = 'DataError';
    this.problem = complete;
  }
}
