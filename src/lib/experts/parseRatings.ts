import Papa from 'papaparse';
import * as v from 'valibot';
import { judgeDimensions, type JudgeDimension } from '../benchmark/importedKeys';
import { DataError } from '../core/problem';
import { ratingScales } from '../metrics/expert/meta';
import { cannotJudge, ratingsSchema, type Rating, type Ratings, type RatingScore } from './assignment';
import { parseReviewJson } from './parseReviewJson';

/** The columns of a ratings CSV, dimensions in between; the first five are the same in every row. */
export const ratingColumns = {
  assignment: 'assignment',
  digest: 'assignment_digest',
  title: 'assignment_title',
  rater: 'rater',
  scale: 'scale',
  item: 'item',
  sample: 'sample_id',
  comment: 'comment',
  ratedAt: 'rated_at'
} as const;

/** In a cell of a dimension that does not fit the output. */
export const notAsked = 'not asked';

const text = v.pipe(v.string(), v.maxLength(500));
const score = v.union([
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
  v.literal(cannotJudge)
]);

const shape = v.object({
  schema: v.literal(ratingsSchema),
  assignment: v.object({ id: text, digest: text, title: text }),
  rater: v.pipe(text, v.trim(), v.minLength(1)),
  scale: v.picklist(ratingScales),
  ratings: v.array(
    v.object({
      item: text,
      scores: v.strictObject(v.entriesFromList(judgeDimensions, v.optional(score))),
      comment: v.pipe(v.string(), v.maxLength(20_000)),
      ratedAt: v.pipe(v.string(), v.isoTimestamp())
    })
  )
});

/**
 * One rater's ratings from a file's text: JSON, or CSV by the file's name.
 * @throws DataError when the file is not of this shape, has a score off its scale, or rates an item twice
 */
export function parseRatings(content: string, file: string): Ratings {
  const json = /\.csv$/i.test(file) ? toJson(content, file) : content;
  const read = parseReviewJson(shape, json, { file, what: 'this is no file of ratings' });
  const ratings = read.ratings.map(({ scores, ...rating }) => ({ ...rating, scores: withoutGaps(scores) }));
  const whole = { ...read, ratings };
  checkScale(whole, file);
  checkTwice(whole, file);
  return whole;
}

function withoutGaps(scores: Partial<Record<JudgeDimension, RatingScore | undefined>>): Rating['scores'] {
  const kept: Partial<Record<JudgeDimension, RatingScore>> = {};
  for (const dimension of judgeDimensions) {
    const given = scores[dimension];
    if (given !== undefined) kept[dimension] = given;
  }
  return kept;
}

function checkScale({ scale, ratings }: Ratings, file: string): void {
  for (const { item, scores } of ratings) {
    const stray = Object.values(scores).find((given) => given !== cannotJudge && given > scale);
    if (stray === undefined) continue;
    throw new DataError({
      code: 'rating-off-scale',
      what: `the rating of item ${item} is off the file's scale`,
      where: { file },
      got: String(stray),
      expected: `1 to ${scale}`
    });
  }
}

function checkTwice({ ratings }: Ratings, file: string): void {
  const seen = new Set<string>();
  for (const { item } of ratings) {
    if (seen.has(item)) {
      throw new DataError({
        code: 'rating-twice',
        what: `the file rates item ${item} twice, and nothing tells which counts`,
        where: { file },
        expected: 'one rating an item'
      });
    }
    seen.add(item);
  }
}

/** A CSV as the JSON that says the same, so that one set of rules checks both. */
function toJson(content: string, file: string): string {
  const { data } = Papa.parse<Record<string, string>>(content.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy'
  });
  const { assignment, digest, title, rater, scale, item, comment, ratedAt } = ratingColumns;
  const [first] = data;
  const heads = [assignment, digest, title, rater, scale] as const;
  const lacking = [...heads, item, ...judgeDimensions].find((column) => first?.[column] === undefined);
  if (!first || lacking !== undefined) {
    throw new DataError({
      code: 'ratings-column',
      what: 'this is no file of ratings',
      where: { file },
      expected: first ? `a column ${lacking}` : 'a header and at least one row'
    });
  }
  const other = data.findIndex((row) => heads.some((column) => row[column] !== first[column]));
  if (other > 0) {
    throw new DataError({
      code: 'ratings-mixed',
      what: 'the rows are of several raters, assignments or scales; one file holds those of one rater',
      where: { file, line: other + 2 }
    });
  }
  return JSON.stringify({
    schema: ratingsSchema,
    assignment: { id: plain(first[assignment]), digest: plain(first[digest]), title: plain(first[title]) },
    rater: plain(first[rater]),
    scale: Number(first[scale]),
    ratings: data.map((row) => ({
      item: row[item],
      scores: readCells(row),
      comment: plain(row[comment]),
      ratedAt: row[ratedAt]
    }))
  });
}

function readCells(row: Readonly<Record<string, string>>): Record<string, RatingScore | string> {
  const given = judgeDimensions.flatMap((dimension) => {
    const cell = (row[dimension] ?? '').trim();
    if (cell === '' || cell === notAsked) return [];
    return [[dimension, /^\d+$/.test(cell) ? Number(cell) : cell] as const];
  });
  return Object.fromEntries(given);
}

/** Without the apostrophe that keeps a spreadsheet from taking a text for a formula. */
function plain(cell: string | undefined): string {
  return (cell ?? '').replace(/^'(?=[=+\-@\t\r])/, '');
}
