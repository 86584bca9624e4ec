import type { ScoreRow } from '../core/score';

/** A metric that is computed here, with the official evaluator's name of it. */
export interface ComparedMetric {
  readonly id: string;
  readonly officialKey: string | null;
}

/** One sample that both have a value for. */
export interface Difference {
  readonly row: ScoreRow;
  readonly imported: number;
  readonly computed: number;
  /** imported − computed here */
  readonly difference: number;
}

export interface MetricDifferences {
  readonly metricId: string;
  readonly key: string;
  /** Rows with both values. */
  readonly n: number;
  readonly onlyImported: number;
  readonly onlyComputed: number;
  /** Largest absolute difference. */
  readonly largest: number;
  /** The rows with the largest differences, those first; equal values are left out. */
  readonly rows: readonly Difference[];
}

const shownRows = 10;

/** How far imported values are from those computed here, for every metric that some row has both of. */
export function compareImported(
  rows: readonly ScoreRow[],
  metrics: readonly ComparedMetric[]
): readonly MetricDifferences[] {
  return metrics.flatMap(({ id, officialKey }) => {
    if (officialKey === null) return [];
    const compared = compareMetric(rows, id, officialKey);
    return compared.n > 0 ? [compared] : [];
  });
}

function compareMetric(rows: readonly ScoreRow[], metricId: string, key: string): MetricDifferences {
  const differences: Difference[] = [];
  let onlyImported = 0;
  let onlyComputed = 0;
  for (const row of rows) {
    const imported = row.imported?.values[key] ?? null;
    const computed = row.scores[metricId]?.value ?? null;
    if (imported !== null && computed !== null) {
      differences.push({ row, imported, computed, difference: imported - computed });
    } else if (imported !== null) onlyImported++;
    else if (computed !== null) onlyComputed++;
  }
  differences.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  return {
    metricId,
    key,
    n: differences.length,
    onlyImported,
    onlyComputed,
    largest: Math.abs(differences[0]?.difference ?? 0),
    rows: differences.slice(0, shownRows).filter(({ difference }) => difference !== 0)
  };
}
