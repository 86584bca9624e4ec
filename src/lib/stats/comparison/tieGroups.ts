/**
 * The largest sets of systems of which no two were told apart: the letters of a compact letter display. A system that
 * differs from all others is a set of its own; sets may overlap, because "not told apart" is not transitive.
 * @param members the systems, in the order in which sets and their members are to stand
 * @param isApart symmetric
 */
export function findTieGroups(
  members: readonly number[],
  isApart: (a: number, b: number) => boolean
): readonly (readonly number[])[] {
  // Each system splits every set that holds it together with one that it differs from: once without it, once with it alone.
  let groups: (readonly number[])[] = [members].filter(({ length }) => length > 0);
  for (const [place, a] of members.entries()) {
    for (const b of members.slice(place + 1)) {
      if (!isApart(a, b)) continue;
      groups = keepLargest(
        groups.flatMap((group) =>
          group.includes(a) && group.includes(b)
            ? [group.filter((member) => member !== b), group.filter((member) => member !== a)]
            : [group]
        )
      );
    }
  }
  return groups;
}

/** Without sets that another one contains. */
function keepLargest(groups: readonly (readonly number[])[]): (readonly number[])[] {
  return groups.filter((group, index) =>
    groups.every(
      (other, at) =>
        at === index ||
        !group.every((member) => other.includes(member)) ||
        (group.length === other.length && index < at)
    )
  );
}
