import { taskNames } from '../benchmark/tasks';
import { describeError } from '../core/describeError';
import type { Task } from '../core/sample';
import { applyRatings, removeRatings } from '../experts/applyRatings';
import { collectRatings } from '../experts/collectRatings';
import { listJudgeSources, type JudgeSource, type RatedRun } from '../experts/judgeSources';
import { mergeRatings, type MergedRatings, type RatingsSource } from '../experts/merge';
import { findOutputs, listRunOutputs } from '../experts/outputs';
import { parseRatings } from '../experts/parseRatings';
import { RatedItems, type Slice } from '../experts/RatedItems';
import { expertDimensions, findExpertScale, type ExpertDimension } from '../metrics/expert/meta';
import type { Estimate } from '../stats/numerics/raterAgreement';
import { listOwnRatings, readReview, writeReview, type StoredReview } from '../store/reviews';
import { listRuns, readRun, writeRun, type StoredRun } from '../store/runs';

/** One row of a table of agreement; task null is all tasks. */
export interface AgreementRow {
  readonly task: Task | null;
  readonly estimates: readonly (readonly [ExpertDimension, Estimate])[];
}

/** All ratings of an assignment put together, and what they say. */
export class ReviewAgreement {
  status = $state<'loading' | 'ready' | 'absent' | 'failed'>('loading');
  failure = $state('');
  review = $state.raw<StoredReview | null>(null);
  sources = $state.raw<readonly RatingsSource[]>([]);
  merged = $state.raw<MergedRatings | null>(null);
  items = $state.raw<RatedItems | null>(null);
  judges = $state.raw<readonly JudgeSource[]>([]);
  rated = $state.raw<readonly (RatedRun & { readonly run: StoredRun })[]>([]);
  /** Why files or runs could not be read or written, one line each. */
  troubles = $state.raw<readonly string[]>([]);
  /** What was done last, in words. */
  note = $state('');
  #own: RatingsSource | null = null;
  #digest = '';

  /** Those of the runs that hold expert scores. */
  readonly scoredRuns: number = $derived(
    this.rated.filter(({ run }) => findExpertScale(run.metrics) !== null).length
  );

  async open(digest: string): Promise<void> {
    this.#digest = digest;
    const isCurrent = (): boolean => this.#digest === digest;
    try {
      const review = await readReview(digest);
      if (!isCurrent()) return;
      if (!review) {
        this.status = 'absent';
        return;
      }
      const { assignment, rater } = review;
      const own = await listOwnRatings(assignment);
      if (!isCurrent()) return;
      const content = collectRatings(assignment, rater || 'This browser', own);
      this.#own = content.ratings.length > 0 ? { id: 'here', name: 'rated in this browser', content } : null;
      this.#show(review);
      await this.#findRuns(review);
      if (isCurrent()) this.status = 'ready';
    } catch (error) {
      if (!isCurrent()) return;
      this.failure = describeError(error);
      this.status = 'failed';
    }
  }

  /** Takes ratings that were sent back; each file once. */
  async addFiles(files: readonly File[]): Promise<void> {
    const troubles: string[] = [];
    const added: RatingsSource[] = [];
    for (const file of files) {
      try {
        const content = parseRatings(await file.text(), file.name);
        added.push({ id: crypto.randomUUID(), name: file.name, content });
      } catch (error) {
        troubles.push(describeError(error));
      }
    }
    this.troubles = troubles;
    this.note = added.length > 0 ? `${added.length} of ${files.length} files read` : '';
    if (added.length > 0) await this.#change(({ files: known }) => ({ files: [...known, ...added] }));
  }

  removeFile(id: string): Promise<void> {
    return this.#change(({ files }) => ({ files: files.filter((file) => file.id !== id) }));
  }

  /** Says which of two ratings by one rater counts. */
  choose(key: string, sourceId: string): Promise<void> {
    return this.#change(({ choices }) => ({ choices: { ...choices, [key]: sourceId } }));
  }

  /** The table row by row: intervals take a while, and the page stays usable. */
  async *estimate(of: (slice: Slice) => Estimate): AsyncGenerator<AgreementRow> {
    for (const task of [null, ...(this.items?.tasks ?? [])]) {
      const estimates: (readonly [ExpertDimension, Estimate])[] = [];
      for (const dimension of expertDimensions) {
        estimates.push([dimension, of({ task, dimension })]);
        await new Promise((resolve) => setTimeout(resolve));
      }
      yield { task, estimates };
    }
  }

  /** Puts the experts' means into the runs, in place of those from before. */
  async applyToRuns(): Promise<void> {
    const { review, merged } = this;
    if (!review || !merged) return;
    await this.#rewrite((rated) => applyRatings(rated.run, review.assignment, merged, rated.itemOf));
    this.note = `Expert scores are in ${this.scoredRuns} ${this.scoredRuns === 1 ? 'run' : 'runs'}`;
  }

  async removeFromRuns(): Promise<void> {
    await this.#rewrite(({ run }) => removeRatings(run));
    this.note = 'Expert scores were removed from the runs';
  }

  async #rewrite(change: (rated: RatedRun & { readonly run: StoredRun }) => StoredRun): Promise<void> {
    const troubles: string[] = [];
    const rewritten: (RatedRun & { readonly run: StoredRun })[] = [];
    for (const rated of this.rated) {
      // The judge may have scored it meanwhile.
      const current = (await readRun(rated.run.id)) ?? rated.run;
      const run = change({ ...rated, run: current });
      const refusal = await writeRun(run);
      if (refusal) troubles.push(`${run.system}: kept for this visit only; ${refusal}`);
      rewritten.push({ ...rated, run });
    }
    this.rated = rewritten;
    this.troubles = troubles;
  }

  async #change(make: (review: StoredReview) => Partial<StoredReview>): Promise<void> {
    const stored = (await readReview(this.#digest).catch(() => null)) ?? this.review;
    if (!stored) return;
    const review = { ...stored, ...make(stored) };
    this.#show(review);
    try {
      await writeReview(review);
    } catch (error) {
      this.troubles = [...this.troubles, `kept for this visit only: ${describeError(error)}`];
    }
  }

  #show(review: StoredReview): void {
    this.review = review;
    this.sources = [...(this.#own ? [this.#own] : []), ...review.files];
    this.merged = mergeRatings(review.assignment, this.sources, review.choices);
    this.items = new RatedItems(review.assignment, this.merged, taskNames);
  }

  /** The newest run of each system that has the outputs. */
  async #findRuns({ assignment }: StoredReview): Promise<void> {
    const taken = new Set<string>();
    const rated: (RatedRun & { readonly run: StoredRun })[] = [];
    for (const { id } of await listRuns()) {
      const run = await readRun(id);
      if (!run) continue;
      const { found } = await findOutputs(assignment, listRunOutputs(run));
      const own = [...found].filter(([item]) => !taken.has(item));
      for (const [item] of own) taken.add(item);
      const itemOf = new Map(own.map(([item, { sampleId }]) => [sampleId, item]));
      if (itemOf.size > 0) rated.push({ run, itemOf });
    }
    if (this.#digest !== assignment.digest) return;
    this.rated = rated;
    this.judges = listJudgeSources(rated);
  }
}
