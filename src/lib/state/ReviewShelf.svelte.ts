import { describeError } from '../core/describeError';
import type { RunSummary } from '../core/run';
import { makeAssignment, planSample } from '../experts/makeAssignment';
import type { Stratum } from '../experts/drawSample';
import { listRunOutputs, type ReviewOutput } from '../experts/outputs';
import type { Assignment, Rating } from '../experts/assignment';
import {
  deleteReview,
  listOwnRatings,
  listReviews,
  readReview,
  restoreReview,
  writeReview,
  type StoredReview
} from '../store/reviews';
import { listRuns, readRun } from '../store/runs';

export type AssignmentChoice = Pick<Assignment, 'title' | 'scale' | 'showsReference' | 'perTask' | 'seed'> & {
  readonly runIds: readonly string[];
};

export interface SamplePlan {
  readonly strata: readonly Stratum[];
  /** Samples that not all of the chosen runs have. */
  readonly left: number;
}

/** The assignments of this browser, and what new ones can be made of. */
export class ReviewShelf {
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  reviews = $state.raw<readonly StoredReview[]>([]);
  runs = $state.raw<readonly RunSummary[]>([]);
  failure = $state('');
  /** Why the last file or action did not work; empty when it did. */
  trouble = $state('');
  /** The review deleted last, as long as it can be brought back. */
  removed = $state.raw<{ review: StoredReview; own: ReadonlyMap<string, Rating> } | null>(null);
  readonly #outputs = new Map<string, Promise<readonly ReviewOutput[]>>();

  async load(): Promise<void> {
    try {
      [this.reviews, this.runs] = await Promise.all([listReviews(), listRuns()]);
      this.status = 'ready';
    } catch (error) {
      this.failure = describeError(error);
      this.status = 'failed';
    }
  }

  /** What would be drawn. */
  async plan({
    runIds,
    perTask,
    seed
  }: Pick<AssignmentChoice, 'runIds' | 'perTask' | 'seed'>): Promise<SamplePlan> {
    return planSample(await this.#readOutputs(runIds), perTask, seed);
  }

  /** @returns the digest of the new assignment, null where it could not be made */
  async create({ runIds, ...choice }: AssignmentChoice): Promise<string | null> {
    return this.#attempt(async () => {
      const salt = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
        byte.toString(16).padStart(2, '0')
      ).join('');
      const createdAt = new Date().toISOString();
      const outputs = await this.#readOutputs(runIds);
      return this.#keep(await makeAssignment(outputs, { ...choice, salt, createdAt }));
    });
  }

  /** Takes an assignment that somebody sent. What was rated for it here before stays. */
  async addFile(file: File): Promise<string | null> {
    return this.#attempt(async () => {
      const { parseAssignment } = await import('../experts/parseAssignment');
      return this.#keep(await parseAssignment(await file.text(), file.name));
    });
  }

  async remove(review: StoredReview): Promise<void> {
    await this.#attempt(async () => {
      const { assignment } = review;
      this.removed = { review, own: await listOwnRatings(assignment) };
      await deleteReview(assignment.digest);
      await this.load();
      return null;
    });
  }

  /** Brings the review deleted last back, with its ratings. */
  async undo(): Promise<void> {
    await this.#attempt(async () => {
      if (this.removed) await restoreReview(this.removed.review, this.removed.own);
      this.removed = null;
      await this.load();
      return null;
    });
  }

  async #keep(assignment: Assignment): Promise<string> {
    const { digest } = assignment;
    if (!(await readReview(digest))) await writeReview({ assignment, rater: '', files: [], choices: {} });
    return digest;
  }

  #readOutputs(runIds: readonly string[]): Promise<(readonly ReviewOutput[])[]> {
    return Promise.all(
      runIds.map((id) => {
        const reading = this.#outputs.get(id) ?? readRun(id).then((run) => (run ? listRunOutputs(run) : []));
        this.#outputs.set(id, reading);
        return reading;
      })
    );
  }

  async #attempt(action: () => Promise<string | null>): Promise<string | null> {
    this.trouble = '';
    try {
      return await action();
    } catch (error) {
      this.trouble = describeError(error);
      return null;
    }
  }
}
