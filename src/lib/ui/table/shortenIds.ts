/**
 * Ids without what all of them share, no two alike: of `medgen:image_editing:train-00000-of-00001:000011` among others of its
 * shard, `image_editing:000011`; of several shards, `image_editing:00000:000011`. Where that would name two the same, or the
 * ids are not built alike, they stay whole.
 */
export function shortenIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const unique = [...new Set(ids)];
  const parts = unique.map((id) => id.split(/[:/]/));
  const whole = new Map(unique.map((id) => [id, id]));
  const [first] = parts;
  if (!first || parts.some(({ length }) => length !== first.length)) return whole;
  const isShared = first.map((part, at) => parts.every((other) => other[at] === part));
  // What counts the samples stays, even where there is only one.
  isShared[first.length - 1] = false;
  const own = parts.map((all) => all.filter((_, at) => !isShared[at]));
  const short = [own.map((some) => some.map(numberShard).join(':')), own.map((some) => some.join(':'))].find(
    (names) => new Set(names).size === unique.length
  );
  return short ? new Map(unique.map((id, at) => [id, short[at]!])) : whole;
}

/** Of how many shards it is one is the same for all. */
const numberShard = (part: string): string => part.replace(/^.*?(\d+)-of-\d+$/, '$1');
