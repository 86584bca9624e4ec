import { del, delMany, get, getMany, keys, set, values } from 'idb-keyval';
import type { Assignment, Rating } from '../experts/assignment';
import type { Choices, RatingsSource } from '../experts/merge';
import { ratings, reviews } from './databases';

/** An assignment of this browser with what was sent back for it. */
export interface StoredReview {
  readonly assignment: Assignment;
  /** Who rates in this browser; empty until they say. */
  readonly rater: string;
  /** Ratings files as they came. */
  readonly files: readonly RatingsSource[];
  /** Which of two different ratings by one rater counts. */
  readonly choices: Choices;
}

/** All reviews of this browser, newest first. Versions of one assignment are kept apart by their digest. */
export async function listReviews(): Promise<StoredReview[]> {
  const stored = await values<StoredReview>(reviews());
  return stored.sort((a, b) => b.assignment.createdAt.localeCompare(a.assignment.createdAt));
}

export async function readReview(digest: string): Promise<StoredReview | null> {
  return (await get<StoredReview>(digest, reviews())) ?? null;
}

export function writeReview(review: StoredReview): Promise<void> {
  return set(review.assignment.digest, review, reviews());
}

/** With the ratings given here. */
export async function deleteReview(digest: string): Promise<void> {
  await del(digest, reviews());
  const all = await keys<string>(ratings());
  await delMany(
    all.filter((key) => key.startsWith(`${digest}/`)),
    ratings()
  );
}

/** What was rated in this browser, one entry an item, so that every stroke is stored at once. */
export async function listOwnRatings({ items, digest }: Assignment): Promise<ReadonlyMap<string, Rating>> {
  const stored = await getMany<Rating | undefined>(
    items.map(({ id }) => `${digest}/${id}`),
    ratings()
  );
  return new Map(stored.flatMap((rating) => (rating ? [[rating.item, rating] as const] : [])));
}

/** Durable when it resolves. */
export function writeOwnRating({ digest }: Assignment, rating: Rating): Promise<void> {
  return set(`${digest}/${rating.item}`, rating, ratings());
}

/** Of a review that was deleted and is brought back. */
export async function restoreReview(review: StoredReview, own: ReadonlyMap<string, Rating>): Promise<void> {
  for (const rating of own.values()) await writeOwnRating(review.assignment, rating);
  await writeReview(review);
}
