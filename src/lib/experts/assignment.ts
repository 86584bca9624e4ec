import type { JudgeDimension } from '../benchmark/importedKeys';
import { sha256HexOfText } from '../core/hash';
import type { Format, Task } from '../core/sample';
import type { RatingScale } from '../metrics/expert/meta';

export const assignmentSchema = 'medgen-bench-viewer/assignment/1';

/** One output to rate. */
export interface AssignmentItem {
  /** Hash of salt, sample and system: tells neither, and finds the output among files that have it. */
  readonly id: string;
  readonly sampleId: string;
  readonly format: Format;
  readonly task: Task;
  /** Hash of salt, instruction, answer and response: another text under the same id is noticed. */
  readonly content: string;
}

/**
 * What raters are given: which outputs, in which order, on which scale. It names no system. That hides names from the
 * eye, not from someone who computes: whoever has the file and guesses a system's name can check the guess.
 */
export interface Assignment {
  readonly schema: typeof assignmentSchema;
  /** The same for every version of one assignment. */
  readonly id: string;
  /** Hash of everything else here: what ratings refer to. */
  readonly digest: string;
  readonly title: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly scale: RatingScale;
  /** Whether raters see the reference image and answer, as the judge with ground truth does. */
  readonly showsReference: boolean;
  /** Samples drawn a task, at most. */
  readonly perTask: number;
  readonly seed: number;
  readonly salt: string;
  /** In the order of rating. */
  readonly items: readonly AssignmentItem[];
}

export const cannotJudge = 'cannot judge';
export type RatingScore = number | typeof cannotJudge;

/** What one rater gave one item; dimensions not yet answered are absent. */
export interface Rating {
  readonly item: string;
  readonly scores: Readonly<Partial<Record<JudgeDimension, RatingScore>>>;
  readonly comment: string;
  /** ISO 8601, of the last change. */
  readonly ratedAt: string;
}

export const ratingsSchema = 'medgen-bench-viewer/ratings/1';

/** One rater's ratings, as they are sent back. */
export interface Ratings {
  readonly schema: typeof ratingsSchema;
  readonly assignment: Pick<Assignment, 'id' | 'digest' | 'title'>;
  readonly rater: string;
  readonly scale: RatingScale;
  readonly ratings: readonly Rating[];
}

/** The digest that an assignment should have. */
export async function computeDigest(assignment: Omit<Assignment, 'digest'>): Promise<string> {
  const { schema, id, title, createdAt, scale, showsReference, perTask, seed, salt, items } = assignment;
  const rows = items.map((item) => [item.id, item.sampleId, item.format, item.task, item.content]);
  const fields = [schema, id, title, createdAt, scale, showsReference, perTask, seed, salt, rows];
  return shorten(await sha256HexOfText(JSON.stringify(fields)));
}

/** 80 bits: no two of a file's some thousand hashes are equal by chance. */
export const shorten = (hash: string): string => hash.slice(0, 20);
