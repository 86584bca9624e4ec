import type { JudgeDimension } from '../benchmark/importedKeys';
import { describeError } from '../core/describeError';
import { datasets } from '../core/run';
import type { Assignment, AssignmentItem, Rating, RatingScore } from '../experts/assignment';
import { collectRatings } from '../experts/collectRatings';
import { rubricFor } from '../experts/rubric';
import { findOutputs, listDropOutputs, listRunOutputs, type ReviewOutput } from '../experts/outputs';
import type { Drop } from '../predictions/drop';
import { toAssignmentJson, toRatingsCsv, toRatingsJson } from '../report/ratings';
import { listOwnRatings, readReview, writeOwnRating, writeReview, type StoredReview } from '../store/reviews';
import { listRuns, readRun } from '../store/runs';
import { saveFile } from '../report/saveFile';

/** One change, and what stood there before. */
interface Stroke {
  readonly item: string;
  readonly field: JudgeDimension | 'comment';
  readonly before: Rating;
}

/** One rater at one assignment: what is shown, what was given, and the way back. Every stroke is stored at once. */
export class ReviewDesk {
  status = $state<'loading' | 'ready' | 'absent' | 'failed'>('loading');
  failure = $state('');
  review = $state.raw<StoredReview | null>(null);
  position = $state(0);
  own = $state.raw<ReadonlyMap<string, Rating>>(new Map());
  /** By item, as far as they are at hand in this browser or this visit. */
  outputs = $state.raw<ReadonlyMap<string, ReviewOutput>>(new Map());
  /** Items whose texts are not those that were assigned. */
  changed = $state.raw<ReadonlySet<string>>(new Set());
  isDemo = $state(false);
  /** Why the last stroke is not stored; empty when it is. */
  storeFailure = $state('');
  canUndo = $state(false);
  /** A stroke is on its way to the disk. */
  isSaving = $state(false);
  /** Ratings were to be saved, but nobody said whose they are. */
  lacksName = $state(false);
  /** By output; what is not stored yet. */
  #unsaved = new Map<string, Rating>();
  #strokes: Stroke[] = [];
  #digest = '';

  readonly items: readonly AssignmentItem[] = $derived(this.review?.assignment.items ?? []);
  readonly item: AssignmentItem | null = $derived(this.items[this.position] ?? null);
  readonly rating: Rating | null = $derived(this.item && this.#ratingOf(this.item.id));
  readonly doneCount: number = $derived(this.items.filter((item) => this.isDone(item)).length);

  async open(digest: string): Promise<void> {
    if (digest === this.#digest) return;
    this.#digest = digest;
    this.status = 'loading';
    try {
      const review = await readReview(digest);
      const own = review ? await listOwnRatings(review.assignment) : new Map<string, Rating>();
      if (this.#digest !== digest) return;
      this.review = review;
      this.own = own;
      this.#strokes = [];
      this.canUndo = false;
      this.position = this.#findOpen(0) ?? 0;
      this.status = review ? 'ready' : 'absent';
    } catch (error) {
      if (this.#digest !== digest) return;
      this.failure = describeError(error);
      this.status = 'failed';
    }
  }

  /** Looks for the outputs to rate: in the files of this visit, then in the runs of this browser. */
  async findOutputs(drop: Drop | null, isDemo: boolean): Promise<void> {
    const { review } = this;
    if (!review) return;
    const { assignment } = review;
    const dropped = await findOutputs(assignment, drop ? listDropOutputs(drop) : []);
    const found = new Map(dropped.found);
    let changed = dropped.changed;
    if (found.size > 0 && isDemo) this.isDemo = true;
    for (const { id, dataset } of found.size < assignment.items.length ? await listRuns() : []) {
      if (found.size === assignment.items.length) break;
      const run = await readRun(id);
      const more = await findOutputs(assignment, run ? listRunOutputs(run) : []);
      for (const [item, output] of more.found) if (!found.has(item)) found.set(item, output);
      changed = new Set([...changed, ...more.changed].filter((item) => !found.has(item)));
      if (more.found.size > 0 && dataset === datasets.demo) this.isDemo = true;
    }
    if (this.review !== review) return;
    this.outputs = found;
    this.changed = changed;
  }

  isDone({ id, task }: Pick<AssignmentItem, 'id' | 'task'>): boolean {
    const scores = this.own.get(id)?.scores ?? {};
    return rubricFor(task).every(({ dimension }) => scores[dimension] !== undefined);
  }

  rate(dimension: JudgeDimension, score: RatingScore): void {
    const { rating } = this;
    if (!rating || rating.scores[dimension] === score) return;
    this.#write(dimension, { ...rating, scores: { ...rating.scores, [dimension]: score } });
  }

  comment(comment: string): void {
    if (this.rating) this.#write('comment', { ...this.rating, comment });
  }

  /** Takes the last stroke back and shows its item. */
  undo(): Stroke['field'] | null {
    const stroke = this.#strokes.pop();
    this.canUndo = this.#strokes.length > 0;
    if (!stroke) return null;
    this.#store(stroke.before);
    const at = this.items.findIndex(({ id }) => id === stroke.item);
    if (at >= 0) this.position = at;
    return stroke.field;
  }

  go(position: number): void {
    this.position = Math.max(0, Math.min(this.items.length - 1, position));
  }

  /** To the next item that lacks an answer, from the start again after the end. */
  goToOpen(): void {
    const open = this.#findOpen(this.position + 1);
    if (open !== null) this.position = open;
  }

  async nameRater(rater: string): Promise<void> {
    if (!this.review) return;
    // What came back for the review meanwhile, in another tab or on its agreement page, stays.
    const stored = (await readReview(this.#digest).catch(() => null)) ?? this.review;
    this.review = { ...stored, rater };
    this.lacksName &&= rater === '';
    await this.#keep(() => writeReview(this.review!));
  }

  exportAssignment(): void {
    if (!this.review) return;
    const { name, type, text } = toAssignmentJson(this.review.assignment);
    saveFile({ name, blob: new Blob([text], { type }) });
  }

  exportRatings(kind: 'json' | 'csv'): void {
    if (!this.review) return;
    const { assignment, rater } = this.review;
    this.lacksName = rater === '';
    if (this.lacksName) return;
    const ratings = collectRatings(assignment, rater, this.own);
    const { name, type, text } = kind === 'json' ? toRatingsJson(ratings) : toRatingsCsv(ratings, assignment);
    saveFile({ name, blob: new Blob([text], { type }) });
  }

  #ratingOf(item: string): Rating {
    return this.own.get(item) ?? { item, scores: {}, comment: '', ratedAt: new Date().toISOString() };
  }

  #findOpen(from: number): number | null {
    const { length } = this.items;
    for (let step = 0; step < length; step++) {
      const at = (from + step) % length;
      if (!this.isDone(this.items[at]!)) return at;
    }
    return null;
  }

  #write(field: Stroke['field'], rating: Rating): void {
    const last = this.#strokes.at(-1);
    // A comment is taken back as a whole, not letter by letter.
    const continues = field === 'comment' && last?.field === 'comment' && last.item === rating.item;
    if (!continues) this.#strokes.push({ item: rating.item, field, before: this.#ratingOf(rating.item) });
    this.canUndo = true;
    this.#store({ ...rating, ratedAt: new Date().toISOString() });
  }

  #store(rating: Rating): void {
    this.own = new Map(this.own).set(rating.item, rating);
    const isWriting = this.isSaving;
    this.#unsaved.set(rating.item, rating);
    this.isSaving = true;
    if (!isWriting) void this.#save(this.review!.assignment);
  }

  /** One write after another, of each output only the newest: letters come faster than a disk confirms them. */
  async #save(assignment: Assignment): Promise<void> {
    for (const [item, rating] of this.#unsaved) {
      this.#unsaved.delete(item);
      await this.#keep(() => writeOwnRating(assignment, rating));
    }
    this.isSaving = false;
  }

  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.storeFailure = '';
    } catch (error) {
      this.storeFailure = describeError(error);
    }
  }
}
