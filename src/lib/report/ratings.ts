import Papa from 'papaparse';
import { judgeDimensions } from '../benchmark/importedKeys';
import type { Assignment, Ratings } from '../experts/assignment';
import { ratingColumns } from '../experts/parseRatings';
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
 * The same ratings, one row an item. An empty cell is a dimension not answered. Texts that a spreadsheet would take for a
 * formula get a leading apostrophe, which reading takes away again.
 * @param assignment for the sample ids
 */
export function toRatingsCsv(ratings: Ratings, assignment: Assignment): ExportFile {
  const sampleOf = new Map(assignment.items.map(({ id, sampleId }) => [id, sampleId]));
  const rows = ratings.ratings.map(({ item, scores, comment, ratedAt }) => ({
    [ratingColumns.assignment]: ratings.assignment.id,
    [ratingColumns.digest]: ratings.assignment.digest,
    [ratingColumns.title]: ratings.assignment.title,
    [ratingColumns.rater]: ratings.rater,
    [ratingColumns.scale]: ratings.scale,
    [ratingColumns.item]: item,
    [ratingColumns.sample]: sampleOf.get(item) ?? '',
    ...Object.fromEntries(judgeDimensions.map((dimension) => [dimension, scores[dimension] ?? ''])),
    [ratingColumns.comment]: comment,
    [ratingColumns.ratedAt]: ratedAt
  }));
  const text = Papa.unparse(rows, { escapeFormulae: true, newline: '\n' });
  return { name: `${nameRatings(ratings)}.csv`, type: 'text/csv', text: `${text}\n` };
}

function nameRatings({ assignment, rater }: Ratings): string {
  return toFileName(`${assignment.title}_ratings_${rater}`);
}
