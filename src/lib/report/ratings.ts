import Papa from 'papaparse';
import { judgeDimensions, type JudgeDimension } from '../benchmark/importedKeys';
import type { Assignment, Rating, Ratings } from '../experts/assignment';
import { askedDimensions } from '../metrics/expert/askedDimensions';
import { notAsked, ratingColumns } from '../experts/parseRatings';
import { toFileName, type ExportFile } from './exportFile';

/** The assignment for other raters; it names no system. */
export function toAssignmentJson(assignment: Assignment): ExportFile {
  return {
    name: `${toFileName(assignment.title)}_assignment.json`,
    type: 'application/json',
    text: `${JSON.stringify(assignment, null, 1)}\n`
  };
}

export function toRatingsJson(ratings: Ratings): ExportFile {
  return {
    name: `${nameRatings(ratings)}.json`,
    type: 'application/json',
    text: `${JSON.stringify(ratings, null, 1)}\n`
  };
}

/**
 * The same ratings, one row an item. An empty cell is a dimension not answered; one that the output is not
 * asked says so. Texts that a spreadsheet would take for a
 * formula get a leading apostrophe, which reading takes away again.
 * @param assignment for the sample ids
 */
export function toRatingsCsv(ratings: Ratings, assignment: Assignment): ExportFile {
  const itemOf = new Map(assignment.items.map((item) => [item.id, item]));
  const writeScore = ({ item, scores }: Rating, dimension: JudgeDimension): string | number => {
    const task = itemOf.get(item)?.task;
    return scores[dimension] ?? (task && !askedDimensions(task).includes(dimension) ? notAsked : '');
  };
  const rows = ratings.ratings.map((rating) => ({
    [ratingColumns.assignment]: ratings.assignment.id,
    [ratingColumns.digest]: ratings.assignment.digest,
    [ratingColumns.title]: ratings.assignment.title,
    [ratingColumns.rater]: ratings.rater,
    [ratingColumns.scale]: ratings.scale,
    [ratingColumns.item]: rating.item,
    [ratingColumns.sample]: itemOf.get(rating.item)?.sampleId ?? '',
    ...Object.fromEntries(judgeDimensions.map((dimension) => [dimension, writeScore(rating, dimension)])),
    [ratingColumns.comment]: rating.comment,
    [ratingColumns.ratedAt]: rating.ratedAt
  }));
  const text = Papa.unparse(rows, { escapeFormulae: true, newline: '\n' });
  return { name: `${nameRatings(ratings)}.csv`, type: 'text/csv', text: `${text}\n` };
}

function nameRatings({ assignment, rater }: Ratings): string {
  return toFileName(`${assignment.title}_ratings_${rater}`);
}
