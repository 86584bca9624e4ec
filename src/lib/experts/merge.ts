import type { Assignment, AssignmentItem, Rating, Ratings } from './assignment';

/** Ratings with where they came from: a file, or this browser. */
export interface RatingsSource {
  readonly id: string;
  readonly name: string;
  readonly content: Ratings;
}

export interface DoubleRating {
  readonly kind: 'double';
  readonly key: string;
  readonly rater: string;
  readonly item: AssignmentItem;
  readonly options: readonly { readonly source: RatingsSource; readonly rating: Rating }[];
  /** Id of the source that counts; null while nobody has chosen: then none does. */
  readonly chosen: string | null;
}

/** What keeps ratings from counting as they are. Nothing is dropped without one of these. */
export type Conflict =
  | DoubleRating
  /** Of another assignment, another version of this one, or on another scale: none of its ratings counts. */
  | {
      readonly kind: 'other-assignment' | 'other-version' | 'other-scale';
      readonly source: RatingsSource;
    }
  /** Items that the assignment does not have. */
  | { readonly kind: 'unknown-items'; readonly source: RatingsSource; readonly items: readonly string[] };

export interface MergedRatings {
  /** Rater → item → rating. */
  readonly byRater: ReadonlyMap<string, ReadonlyMap<string, Rating>>;
  readonly conflicts: readonly Conflict[];
  /** Ratings that several sources have alike; each counts once. */
  readonly repeated: number;
}

/** Conflict key → id of the source that counts. */
export type Choices = Readonly<Record<string, string>>;

/**
 * Puts all raters' ratings together. Where one rater gave an item different ratings, none counts until one is chosen. Raters
 * are told apart by name, whatever its case and spaces.
 */
export function mergeRatings(
  assignment: Assignment,
  sources: readonly RatingsSource[],
  choices: Choices
): MergedRatings {
  const items = new Map(assignment.items.map((item) => [item.id, item]));
  const conflicts: Conflict[] = [];
  const raters = new Map<string, RaterRatings>();
  for (const source of sources) {
    const misfit = findMisfit(assignment, source);
    if (misfit) {
      conflicts.push({ kind: misfit, source });
      continue;
    }
    const unknown = source.content.ratings.filter(({ item }) => !items.has(item)).map(({ item }) => item);
    if (unknown.length > 0) conflicts.push({ kind: 'unknown-items', source, items: unknown });
    const key = source.content.rater.trim().replaceAll(/\s+/g, ' ').toLowerCase();
    const rater = raters.get(key) ?? { name: source.content.rater.trim(), options: new Map() };
    raters.set(key, rater);
    collectOptions(rater, source, items);
  }
  return settle(raters, items, choices, conflicts);
}

interface RaterRatings {
  readonly name: string;
  /** By item, different ones only. */
  readonly options: Map<string, { source: RatingsSource; rating: Rating }[]>;
  repeated?: number;
}

function findMisfit(
  assignment: Assignment,
  { content }: RatingsSource
): 'other-assignment' | 'other-version' | 'other-scale' | null {
  if (content.assignment.id !== assignment.id) return 'other-assignment';
  if (content.scale !== assignment.scale) return 'other-scale';
  return content.assignment.digest === assignment.digest ? null : 'other-version';
}

function collectOptions(
  rater: RaterRatings,
  source: RatingsSource,
  items: ReadonlyMap<string, AssignmentItem>
): void {
  for (const rating of source.content.ratings) {
    if (!items.has(rating.item)) continue;
    const options = rater.options.get(rating.item) ?? [];
    rater.options.set(rating.item, options);
    if (options.some((known) => isSame(known.rating, rating))) rater.repeated = (rater.repeated ?? 0) + 1;
    else options.push({ source, rating });
  }
}

/** When they were given does not matter. */
function isSame(a: Rating, b: Rating): boolean {
  const write = ({ scores, comment }: Rating) => JSON.stringify([Object.entries(scores).sort(), comment]);
  return write(a) === write(b);
}

function settle(
  raters: ReadonlyMap<string, RaterRatings>,
  items: ReadonlyMap<string, AssignmentItem>,
  choices: Choices,
  conflicts: Conflict[]
): MergedRatings {
  const byRater = new Map<string, ReadonlyMap<string, Rating>>();
  let repeated = 0;
  for (const [raterKey, rater] of raters) {
    const settled = new Map<string, Rating>();
    for (const [itemId, options] of rater.options) {
      if (options.length === 1) {
        settled.set(itemId, options[0]!.rating);
        continue;
      }
      const key = `${raterKey}\n${itemId}`;
      const chosen = options.find(({ source }) => source.id === choices[key]) ?? null;
      if (chosen) settled.set(itemId, chosen.rating);
      const item = items.get(itemId)!;
      conflicts.push({
        kind: 'double',
        key,
        rater: rater.name,
        item,
        options,
        chosen: chosen?.source.id ?? null
      });
    }
    repeated += rater.repeated ?? 0;
    byRater.set(rater.name, settled);
  }
  return { byRater, conflicts, repeated };
}
