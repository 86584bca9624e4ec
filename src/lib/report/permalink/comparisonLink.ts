import * as v from 'valibot';
import { DataError } from '../../core/problem';
import type { MetricMeta } from '../../metrics/metric';
import type { Comparison } from '../../stats/comparison/compareRuns';
import type { StoredRun } from '../../store/runs';
import { listComparisonTables } from '../comparison/comparisonTables';
import type { TextTable } from '../summaryTable';
import { readFragment, writeFragment } from './fragment';
import { aimedCharacters } from './runLink';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const cells = v.pipe(v.array(text(120)), v.maxLength(16));

const run = v.strictObject({
  system: text(200),
  dataset: text(200),
  protocol: text(120),
  predictions: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))
});

const table = v.strictObject({
  caption: text(200),
  head: cells,
  rows: v.pipe(v.array(cells), v.maxLength(500))
});

/** The content of `#c=`, version 1: the compare page's table as it is shown, cell by cell, as text. */
const comparisonSchema = v.strictObject({
  runs: v.pipe(v.array(run), v.minLength(2), v.maxLength(8)),
  /** Place of the run that the others are compared with. */
  baseline: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
  samples: count,
  sharedSamples: count,
  /** Tests that Holm's adjustment is over. */
  familySize: count,
  /** Metric id → version, of each run that has it; null where it has not. */
  metrics: v.pipe(v.array(v.pipe(v.array(v.nullable(text(160))), v.maxLength(9))), v.maxLength(64)),
  tables: v.pipe(v.array(table), v.maxLength(4)),
  officialOnly: v.boolean()
});

/** A comparison without its rows: what a link holds. */
export type SharedComparison = v.InferOutput<typeof comparisonSchema>;

/** The comparison to share, as its page shows it. */
export interface ComparisonToShare {
  readonly comparison: Comparison;
  readonly runs: readonly StoredRun[];
  /** By id. */
  readonly metas: ReadonlyMap<string, MetricMeta>;
  readonly baseline: number;
}

/**
 * The fragment of a link to a comparison, without `#c=`. Where it would be too long, metrics that are not official are left
 * out.
 * @param otherCharacters the rest of the link
 */
export async function writeComparisonLink(
  input: ComparisonToShare,
  otherCharacters: number
): Promise<{ fragment: string; shared: SharedComparison }> {
  const all = shareComparison(input, false);
  const fragment = await writeFragment(all);
  const official = [...input.metas.values()].some(({ group }) => group === 'official');
  if (fragment.length + otherCharacters <= aimedCharacters || !official) return { fragment, shared: all };
  const fewer = shareComparison(input, true);
  return { fragment: await writeFragment(fewer), shared: fewer };
}

/** @throws DataError as `readFragment` does, and `link-content` when it holds no comparison */
export async function readComparisonLink(fragment: string): Promise<SharedComparison> {
  const parsed = v.safeParse(comparisonSchema, await readFragment(fragment), { abortEarly: true });
  if (!parsed.success) throw refuse(v.getDotPath(parsed.issues[0]) ?? 'content');
  const { tables, runs, baseline } = parsed.output;
  const isEven = tables.every(({ head, rows }) => rows.every((row) => row.length === head.length));
  if (!isEven) throw refuse('tables');
  if (baseline >= runs.length) throw refuse('baseline');
  return parsed.output;
}

/** The tables of a comparison with the metrics that the link has. */
export function listSharedTables(
  { comparison, metas, baseline }: Omit<ComparisonToShare, 'runs'>,
  officialOnly: boolean
): TextTable[] {
  const kept = [...metas].filter(([, { group }]) => !officialOnly || group === 'official');
  return listComparisonTables(comparison, new Map(kept), baseline);
}

function shareComparison(input: ComparisonToShare, officialOnly: boolean): SharedComparison {
  const { comparison, runs, baseline } = input;
  const { samples, sharedSamples, familySize } = comparison;
  const ids = [...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))];
  return {
    runs: runs.map(({ system, dataset, protocol, source }) => ({
      system: system.slice(0, 200),
      dataset: dataset.slice(0, 200),
      protocol: protocol.slice(0, 120),
      predictions: source === '' ? null : source
    })),
    baseline,
    samples,
    sharedSamples,
    familySize,
    metrics: ids.map((id) => [id, ...runs.map(({ metrics }) => metrics[id] ?? null)]),
    tables: listSharedTables(input, officialOnly).map(({ caption, head, rows }) => ({
      caption,
      head: [...head],
      rows: rows.map((row) => [...row])
    })),
    officialOnly
  };
}

function refuse(field: string): DataError {
  return new DataError({
    code: 'link-content',
    where: { field },
    what: 'this link is whole, but it does not hold a comparison',
    got: field.slice(0, 200)
  });
}
