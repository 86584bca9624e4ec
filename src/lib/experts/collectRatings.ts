import { ratingsSchema, type Assignment, type Rating, type Ratings } from './assignment';

/** One rater's ratings as the file that is sent back, in the assignment's order; items without any answer are left out. */
export function collectRatings(
  { id, digest, title, scale, items }: Assignment,
  rater: string,
  own: ReadonlyMap<string, Rating>
): Ratings {
  const ratings = items
    .flatMap((item) => own.get(item.id) ?? [])
    .filter(({ scores, comment }) => Object.keys(scores).length > 0 || comment !== '');
  return { schema: ratingsSchema, assignment: { id, digest, title }, rater, scale, ratings };
}
