import { formatNames } from '../benchmark/formats';
import type { Format } from '../core/sample';
import type { ScoreRow } from '../core/score';
import { breakdown, type Group } from './aggregate';
import { unknownSlice, type Facet } from './facets';
import type { MetricFacts } from './MetricColumn';

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
  facet: Facet
): readonly SliceSection[] {
  return formatNames.flatMap((format) => {
    const own = rows.filter((row) => row.format === format);
    if (own.length === 0) return [];
    const groups = breakdown(own, metrics, (row) => facet.keyOf(row), facet.order);
    return [{ format, groups: sortUnplaced(groups, facet) }];
  });
}

/** Slices without a place of their own by label; what is unknown comes last. */
function sortUnplaced(groups: readonly Group<string>[], { order, labelOf }: Facet): readonly Group<string>[] {
  const placed = groups.filter(({ key }) => order.includes(key));
  const others = groups.filter(({ key }) => !order.includes(key));
  const isUnknown = ({ key }: Group<string>): number => Number(key === unknownSlice);
  others.sort((a, b) => isUnknown(a) - isUnknown(b) || names.compare(labelOf(a.key), labelOf(b.key)));
  return [...placed, ...others];
}

const names = new Intl.Collator('en', { numeric: true });
