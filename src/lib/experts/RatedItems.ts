import type { Task } from '../core/sample';
import { askedDimensions } from '../metrics/expert/askedDimensions';
import type { ExpertDimension } from '../metrics/expert/meta';
import {
  estimateAbsoluteDifference,
  estimateIcc,
  estimateKappa,
  estimatePearson,
  estimateSpearman,
  type Estimate
} from '../stats/numerics/raterAgreement';
import { computeMean } from '../stats/numerics/moments';
import { pickRating } from './applyRatings';
import type { Assignment, AssignmentItem } from './assignment';
import type { JudgeSource } from './judgeSources';
import type { MergedRatings } from './merge';

export type JudgeMeasure = 'pearson' | 'spearman' | 'difference';

/** Which items, and what of them; task null means all. */
export interface Slice {
  readonly task: Task | null;
  readonly dimension: ExpertDimension;
}

/** One item with what the judge and the experts gave it. */
export interface JudgedItem {
  readonly item: AssignmentItem;
  readonly judge: number;
  /** Mean over the raters in question. */
  readonly experts: number;
}

export interface Disagreement {
  readonly item: AssignmentItem;
  readonly dimension: ExpertDimension;
  readonly byRater: readonly { readonly rater: string; readonly score: number; readonly comment: string }[];
  /** Null where raters are compared among themselves. */
  readonly judge: number | null;
  /** Judge − mean of the raters; among raters their highest − their lowest. */
  readonly difference: number;
}

const notAsked: Estimate = { n: 0, value: null, reason: 'raters are not asked this of such outputs' };

function isNotAsked({ task, dimension }: Slice): boolean {
  return task !== null && dimension !== 'overall' && !askedDimensions(task).includes(dimension);
}

/** An assignment's ratings, sliced for the measures of agreement. */
export class RatedItems {
  readonly raters: readonly string[];
  /** Tasks in the assignment. */
  readonly tasks: readonly Task[];
  readonly #assignment: Assignment;
  readonly #byRater: MergedRatings['byRater'];

  constructor(
    assignment: Assignment,
    { byRater }: Pick<MergedRatings, 'byRater'>,
    taskOrder: readonly Task[]
  ) {
    this.#assignment = assignment;
    this.#byRater = byRater;
    this.raters = [...byRater].filter(([, rated]) => rated.size > 0).map(([rater]) => rater);
    const present = new Set(assignment.items.map(({ task }) => task));
    this.tasks = taskOrder.filter((task) => present.has(task));
  }

  /** Quadratically weighted κ of two raters on the items that both scored. */
  kappa(slice: Slice, first: string, second: string): Estimate {
    if (slice.dimension === 'overall')
      return { n: 0, value: null, reason: 'κ compares whole scores; the overall is a mean' };
    if (isNotAsked(slice)) return notAsked;
    const rows = this.#scoredByAll(slice, [first, second]);
    const side = (rater: 0 | 1) => rows.map((row) => row[rater]!);
    return estimateKappa(side(0), side(1), this.#assignment.scale, 'quadratic');
  }

  /** ICC(2,1) of all raters on the items that all of them scored. */
  icc(slice: Slice): Estimate {
    return isNotAsked(slice) ? notAsked : estimateIcc(this.#scoredByAll(slice, this.raters));
  }

  /** @param rater null for the mean of all */
  againstJudge(slice: Slice, judge: JudgeSource, rater: string | null, measure: JudgeMeasure): Estimate {
    if (isNotAsked(slice)) return notAsked;
    const pairs = this.listJudged(slice, judge, rater);
    const experts = pairs.map((pair) => pair.experts);
    const judged = pairs.map((pair) => pair.judge);
    if (measure === 'pearson') return estimatePearson(experts, judged);
    if (measure === 'spearman') return estimateSpearman(experts, judged);
    const reason = this.findMismatch(judge);
    return reason === null
      ? estimateAbsoluteDifference(experts, judged)
      : { n: pairs.length, value: null, reason };
  }

  /** Why scores of the judge and of the raters must not be subtracted; null where they may. */
  findMismatch({ scale }: JudgeSource): string | null {
    const own = this.#assignment.scale;
    return scale === own ? null : `the judge’s scale is 1 to ${scale}, the raters’ 1 to ${own}`;
  }

  /** The items that both the judge and the raters scored. */
  listJudged({ task, dimension }: Slice, judge: JudgeSource, rater: string | null): JudgedItem[] {
    const raters = rater === null ? this.raters : [rater];
    return this.#itemsOf(task).flatMap((item) => {
      const value = judge.values.get(item.id)?.[dimension];
      const experts = computeMean(
        Float64Array.from(raters.flatMap((one) => this.#scoreOf(one, item, dimension) ?? []))
      );
      return value === undefined || experts === null ? [] : [{ item, judge: value, experts }];
    });
  }

  /** Largest first; with a judge on the raters' scale against it, else among the raters. None where all agree. */
  listDisagreements(
    task: Task | null,
    dimensions: readonly ExpertDimension[],
    judge: JudgeSource | null
  ): Disagreement[] {
    const found = this.#itemsOf(task).flatMap((item) =>
      dimensions.flatMap((dimension) => this.#describeDisagreement(item, dimension, judge) ?? [])
    );
    return found
      .filter(({ difference }) => difference !== 0)
      .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  }

  #describeDisagreement(
    item: AssignmentItem,
    dimension: ExpertDimension,
    judge: JudgeSource | null
  ): Disagreement | null {
    const byRater = this.raters.flatMap((rater) => {
      const score = this.#scoreOf(rater, item, dimension);
      const comment = this.#byRater.get(rater)?.get(item.id)?.comment.trim() ?? '';
      return score === null ? [] : [{ rater, score, comment }];
    });
    const scores = byRater.map(({ score }) => score);
    if (!judge) {
      if (scores.length < 2) return null;
      const difference = Math.max(...scores) - Math.min(...scores);
      return { item, dimension, byRater, judge: null, difference };
    }
    const value = judge.values.get(item.id)?.[dimension];
    const mean = computeMean(Float64Array.from(scores));
    if (value === undefined || mean === null) return null;
    return { item, dimension, byRater, judge: value, difference: value - mean };
  }

  #itemsOf(task: Task | null): readonly AssignmentItem[] {
    return this.#assignment.items.filter((item) => task === null || item.task === task);
  }

  #scoredByAll({ task, dimension }: Slice, raters: readonly string[]): number[][] {
    return this.#itemsOf(task).flatMap((item) => {
      const scores = raters.flatMap((rater) => this.#scoreOf(rater, item, dimension) ?? []);
      return scores.length === raters.length ? [scores] : [];
    });
  }

  #scoreOf(rater: string, item: AssignmentItem, dimension: ExpertDimension): number | null {
    const rating = this.#byRater.get(rater)?.get(item.id);
    return rating ? pickRating(rating, dimension, item.task) : null;
  }
}
