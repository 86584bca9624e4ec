import type { ScoreRow } from '../core/score';

/** Two systems' values of one metric on the samples that both have it for. */
export interface Pairing {
  /** Ascending, so that neither the files' order nor the direction changes a resampled interval. */
  readonly sampleIds: readonly string[];
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Samples with a value in one system only. */
  readonly onlyA: number;
  readonly onlyB: number;
  /** Samples left out because a system has several values for them, and none is more right than another. */
  readonly ambiguous: number;
}

/** Pairs by `sampleId` over the intersection, as the official comparison does; what is left out is counted. */
export function pairScores(
  rowsA: readonly ScoreRow[],
  rowsB: readonly ScoreRow[],
  metricId: string
): Pairing {
  const inA = collectValues(rowsA, metricId);
  const inB = collectValues(rowsB, metricId);
  const shared = [...inA.keys()].filter((sampleId) => inB.has(sampleId));
  const isClear = (sampleId: string) => inA.get(sampleId) !== null && inB.get(sampleId) !== null;
  const sampleIds = shared.filter(isClear).sort();
  return {
    sampleIds,
    a: Float64Array.from(sampleIds, (sampleId) => inA.get(sampleId)!),
    b: Float64Array.from(sampleIds, (sampleId) => inB.get(sampleId)!),
    onlyA: inA.size - shared.length,
    onlyB: inB.size - shared.length,
    ambiguous: shared.length - sampleIds.length
  };
}

/** Sample → its value, or null when it has several. */
function collectValues(rows: readonly ScoreRow[], metricId: string): ReadonlyMap<string, number | null> {
  const values = new Map<string, number | null>();
  for (const { sampleId, scores } of rows) {
    const value = scores[metricId]?.value ?? null;
    if (value !== null) values.set(sampleId, values.has(sampleId) ? null : value);
  }
  return values;
}
