import type { Problem } from '../../core/problem';
import type { Run } from '../../core/run';

/** A run out of files; the store gives it its id and dates. */
export type ImportedRun = Omit<Run, 'id' | 'createdAt' | 'finishedAt'>;

/** A part of a system's run with the file that it came from. */
export interface RunPart {
  readonly file: string;
  readonly run: ImportedRun;
}

/** A problem of an import that costs nothing by itself. */
export function note(code: string, file: string, what: string): Problem {
  return { code, severity: 'note', where: { file }, what };
}
