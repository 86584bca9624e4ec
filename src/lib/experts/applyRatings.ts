import type { Run } from '../core/run';
import type { Task } from '../core/sample';
import type { ExpertRating, Score, ScoreRow } from '../core/score';
import { askedDimensions } from '../metrics/expert/askedDimensions';
import {
  expertDimensions,
  expertMetricId,
  expertVersion,
  type ExpertDimension,
  type RatingScale
} from '../metrics/expert/meta';
import { computeMean } from '../stats/numerics/moments';
import { cannotJudge, type Assignment, type Rating } from './assignment';
import type { MergedRatings } from './merge';

const notePrefix = 'expert scores: ';

/**
 * One rater's value of a dimension; null where there is none, or it is not asked of outputs of the task. Overall is the mean
 * of all that are asked, or none.
 */
export function pickRating({ scores }: Rating, dimension: ExpertDimension, task: Task): number | null {
  const asked = askedDimensions(task);
  if (dimension !== 'overall') {
    const score = asked.includes(dimension) ? scores[dimension] : undefined;
    return typeof score === 'number' ? score : null;
  }
  const all = asked.flatMap((one) => (typeof scores[one] === 'number' ? [scores[one]] : []));
  return all.length === asked.length ? computeMean(Float64Array.from(all)) : null;
}

/**
 * A run with what experts gave its outputs: the ratings themselves, and their means over raters as `expert-{dimension}`.
 * Expert scores that the run had before are replaced.
 * @param itemOf sample id → item of the assignment
 */
export function applyRatings<One extends Run>(
  run: One,
  assignment: Pick<Assignment, 'digest' | 'scale'>,
  { byRater }: Pick<MergedRatings, 'byRater'>,
  itemOf: ReadonlyMap<string, string>
): One {
  const plain = removeRatings(run);
  const rows = plain.rows.map((row) => {
    const item = row.unscored === null ? itemOf.get(row.sampleId) : undefined;
    const { task } = row;
    if (item === undefined || task === null) return row;
    const ratings = [...byRater].flatMap(([rater, rated]) => {
      const rating = rated.get(item);
      return rating && Object.keys(rating.scores).length > 0 ? [{ rater, rating }] : [];
    });
    return ratings.length > 0 ? addRatings({ ...row, task }, assignment, ratings) : row;
  });
  if (!rows.some(({ expertRatings }) => expertRatings)) return plain;
  const version = expertVersion(assignment.scale);
  const metrics = Object.fromEntries(
    expertDimensions.map((dimension) => [expertMetricId(dimension), version])
  );
  return { ...plain, rows, metrics: { ...plain.metrics, ...metrics } };
}

/** The run as it was before experts rated it. */
export function removeRatings<One extends Run>(run: One): One {
  const ids = new Set(expertDimensions.map(expertMetricId));
  const without = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).filter(([id]) => !ids.has(id)));
  const rows = run.rows.map((row) => {
    const { expertRatings, ...rest } = row;
    if (!expertRatings) return row;
    const notes = row.notes.filter((note) => !note.startsWith(notePrefix));
    return { ...rest, notes, scores: without(row.scores) };
  });
  return { ...run, rows, metrics: without(run.metrics) };
}

function addRatings(
  row: ScoreRow & { readonly task: Task },
  { digest, scale }: { readonly digest: string; readonly scale: RatingScale },
  ratings: readonly { readonly rater: string; readonly rating: Rating }[]
): ScoreRow {
  const expertRatings = ratings.map(({ rater, rating }): ExpertRating => {
    const given = Object.entries(rating.scores);
    const scores = Object.fromEntries(
      given.map(([dimension, score]) => [dimension, score === cannotJudge ? null : score])
    );
    return { assignment: digest, rater, scale, scores, comment: rating.comment };
  });
  const asked: readonly ExpertDimension[] = [...askedDimensions(row.task), 'overall'];
  const means = asked.map((dimension) => {
    const values = ratings.flatMap(({ rating }) => pickRating(rating, dimension, row.task) ?? []);
    return [expertMetricId(dimension), averageRatings(values, dimension, ratings.length)] as const;
  });
  const raters =
    ratings.length === 1 ? '1 rater' : `${ratings.length} raters, each mean over those who gave a score`;
  const note = `${notePrefix}${raters}`;
  return {
    ...row,
    scores: { ...row.scores, ...Object.fromEntries(means) },
    notes: [...row.notes, note],
    expertRatings
  };
}

function averageRatings(values: readonly number[], dimension: ExpertDimension, raters: number): Score {
  const value = computeMean(Float64Array.from(values));
  if (value !== null) return { value };
  const who = raters === 1 ? 'the rater' : `any of ${raters} raters`;
  const what = dimension === 'overall' ? 'score in every dimension' : 'score';
  return { value: null, reason: `no ${what} from ${who}` };
}
