import { formats } from '../../src/lib/benchmark/formats';
import { tasks } from '../../src/lib/benchmark/tasks';
import type { ScoreRow } from '../../src/lib/core/score';
import type { KeyedRow, RowFilter, RowSort } from '../../src/lib/query/rowTable';
import { rowFacets } from '../../src/lib/query/rowFacets';
import { hasFailure } from '../../src/lib/stats/findFailures';

/** The rows shown, as one would write it down: row by row, with the language's own filter and stable sort. */
export function selectPlainly(
  rows: readonly KeyedRow[],
  filter: RowFilter,
  sort: RowSort | null
): readonly KeyedRow[] {
  const kept = rows.filter(({ row }) => isKept(row, filter));
  if (sort === null) return kept;
  const valued = kept.map((keyed) => ({ keyed, value: valueOf(keyed.row, sort.key) }));
  return valued.sort((a, b) => compareValues(a.value, b.value, sort.descending)).map(({ keyed }) => keyed);
}

function isKept(row: ScoreRow, { format, task, modality, status, slice, range, search }: RowFilter): boolean {
  const text = [
    row.sampleId,
    row.subtask ?? '',
    String(row.record?.['instruction'] ?? ''),
    row.texts?.response ?? '',
    row.texts?.answer ?? '',
    row.unscored ?? '',
    ...row.notes,
    ...row.damage
  ].map((part) => part.toLowerCase());
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const value = range && row.scores[range.metric]?.value;
  return (
    [null, row.format].includes(format) &&
    [null, row.task].includes(task) &&
    [null, row.modality].includes(modality) &&
    (status === null || hasStatus(row, status)) &&
    (slice === null || rowFacets[slice.facet].keyOf(row) === slice.key) &&
    (range === null ||
      (typeof value === 'number' &&
        !(value < (range.from ?? -Infinity)) &&
        !(value >= (range.to ?? Infinity)))) &&
    words.every((word) => text.some((part) => part.includes(word)))
  );
}

function hasStatus(row: ScoreRow, status: NonNullable<RowFilter['status']>): boolean {
  if (status === 'scored' || status === 'unscored') return (row.unscored === null) === (status === 'scored');
  return status === 'noted' ? [...row.notes, ...row.damage].length > 0 : hasFailure(row, status);
}

type Value = readonly (string | number)[] | null;

function valueOf(row: ScoreRow, key: string): Value {
  if (key === 'sample') {
    const [, stem, digits] = /^(.*?)(\d{0,8})$/s.exec(row.sampleId)!;
    return [stem!, Number(digits)];
  }
  if (key === 'format') return row.format && [formats[row.format].label];
  if (key === 'task') return row.task && [tasks[row.task].label];
  if (key === 'modality') return row.modality === 'unknown' ? null : [row.modality];
  const value = row.scores[key]?.value ?? null;
  return value === null ? null : [value];
}

const names = new Intl.Collator('en', { numeric: true });

function compareValues(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  for (const [at, part] of a.entries()) {
    const other = b[at]!;
    const difference = typeof part === 'number' ? part - Number(other) : names.compare(part, String(other));
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}
