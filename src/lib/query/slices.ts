import { formatNames } from '../benchmark/formats';
import type { Format } from '../core/sample';
import type { ScoreRow } from '../core/score';
import { breakdown, type Group } from '../stats/aggregate';
import type { Facet } from './Facet';
import { orderKeys } from './orderKeys';
import type { MetricFacts } from '../stats/MetricColumn';

/** One format's slices. */
export interface SliceSection {
  readonly format: Format;
  readonly groups: readonly Group<string>[];
}

/**
 * The metrics by the slices of a facet, within each format: the official numbers never mix formats. Every row whose format is
 * known is in exactly one slice.
 */
export function computeSlices(
  rows: readonly ScoreRow[],
  metrics: readonly MetricFacts[],
  facet: Facet<ScoreRow>
): readonly SliceSection[] {
  return formatNames.flatMap((format) => {
    const own = rows.filter((row) => row.format === format);
    if (own.length === 0) return [];
    const order = orderKeys(new Set(own.map((row) => facet.keyOf(row))), facet);
    return [{ format, groups: breakdown(own, metrics, (row) => facet.keyOf(row), order) }];
  });
}
