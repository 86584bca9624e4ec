import type { Problem } from '../core/problem';

/** What is said of every row of a file is said once, for the file; anything else row by row. */
export function summariseWarnings(warnings: readonly Problem[], file: string, rowCount: number): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const warning of warnings) {
    const key = `${warning.code} ${warning.where.field ?? ''}`;
    const group = groups.get(key) ?? [];
    group.push(warning);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => {
    const first = group[0]!;
    if (rowCount < 2 || group.length < rowCount) return group;
    const { field } = first.where;
    const where = field === undefined ? { file } : { file, field };
    return [{ ...first, where, what: `all ${rowCount} records: ${first.what}` }];
  });
}
