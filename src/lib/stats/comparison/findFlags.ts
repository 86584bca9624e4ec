import type { JsonValue } from '../../core/json';
import { formatDataset, type RunSummary } from '../../core/run';
import type { ScoreRow } from '../../core/score';

/** Something that a reader of the comparison must know before its numbers. Runs are given by their place in the list. */
export type ComparisonFlag =
  | {
      /** Runs that do not agree in this; `values` has one entry a run. */
      readonly kind: 'protocol' | 'dataset';
      readonly values: readonly string[];
    }
  | {
      /** Computed by different versions, or with different models: not compared where they differ. Null: not computed. */
      readonly kind: 'metric-version';
      readonly metricId: string;
      readonly values: readonly (string | null)[];
    }
  | { readonly kind: 'unfinished'; readonly runs: readonly number[] }
  | {
      /** Rows without a sample id have no partner. */
      readonly kind: 'no-sample-id';
      readonly run: number;
      readonly rows: number;
    }
  | {
      /** The same id, but another instruction or reference answer: not one revision of the dataset. */
      readonly kind: 'other-content';
      readonly a: number;
      readonly b: number;
      readonly samples: number;
      readonly example: string;
    };

type FlaggedRun = Pick<RunSummary, 'protocol' | 'dataset' | 'datasetRevision' | 'finishedAt'> & {
  readonly rows: readonly ScoreRow[];
};

/** What sets the runs apart other than their scores; metric versions are flagged by whoever knows the metrics. */
export function findFlags(runs: readonly FlaggedRun[]): readonly ComparisonFlag[] {
  const flags: ComparisonFlag[] = [];
  const facts = { dataset: runs.map(formatDataset), protocol: runs.map(({ protocol }) => protocol) };
  for (const kind of ['dataset', 'protocol'] as const) {
    if (new Set(facts[kind]).size > 1) flags.push({ kind, values: facts[kind] });
  }
  const unfinished = runs.flatMap(({ finishedAt }, run) => (finishedAt === null ? [run] : []));
  if (unfinished.length > 0) flags.push({ kind: 'unfinished', runs: unfinished });
  for (const [run, { rows }] of runs.entries()) {
    const nameless = rows.filter(({ sampleId }) => sampleId === '').length;
    if (nameless > 0) flags.push({ kind: 'no-sample-id', run, rows: nameless });
  }
  return [...flags, ...findOtherContent(runs)];
}

/** Each run against the first that has the sample. */
function findOtherContent(runs: readonly FlaggedRun[]): readonly ComparisonFlag[] {
  const first = new Map<string, { readonly run: number; readonly row: ScoreRow }>();
  const found = new Map<string, { a: number; b: number; samples: Set<string> }>();
  for (const [b, { rows }] of runs.entries()) {
    for (const row of rows) {
      const known = first.get(row.sampleId);
      if (known === undefined) first.set(row.sampleId, { run: b, row });
      else if (known.run !== b && row.sampleId !== '' && isOther(known.row, row)) {
        const key = `${known.run} ${b}`;
        const entry = found.get(key) ?? { a: known.run, b, samples: new Set<string>() };
        entry.samples.add(row.sampleId);
        found.set(key, entry);
      }
    }
  }
  return Array.from(found.values(), ({ a, b, samples }) => {
    const [example = ''] = samples;
    return { kind: 'other-content', a, b, samples: samples.size, example };
  });
}

/** Fields that a record lacks say nothing. */
function isOther(a: ScoreRow, b: ScoreRow): boolean {
  return ['instruction', 'answer'].some((field) => {
    const [left, right] = [a.record?.[field], b.record?.[field]];
    return left !== undefined && right !== undefined && !isSame(left, right);
  });
}

function isSame(a: JsonValue, b: JsonValue): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
