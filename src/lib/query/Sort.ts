/** A column and the direction that rows are sorted in. */
export interface Sort<Key extends string = string> {
  readonly key: Key;
  readonly descending: boolean;
}

/** The order after a click on a column's head: turned round, or the column's own direction first. */
export function nextSort<Key extends string>(
  current: Sort<Key> | null,
  key: Key,
  beginsDescending: boolean
): Sort<Key> {
  return { key, descending: current?.key === key ? !current.descending : beginsDescending };
}
