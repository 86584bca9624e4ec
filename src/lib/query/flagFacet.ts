import type { Facet } from './Facet';

export const flagKey = 'yes';

/** Rows for which something holds, and the others: for properties of which a row can have several. */
export function flagFacet<Row>(id: string, holds: (row: Row) => boolean): Facet<Row> {
  const labels = [flagKey, 'no'];
  return {
    id,
    label: id,
    keyOf: (row) => labels[holds(row) ? 0 : 1]!,
    order: labels,
    labelOf: (key) => key
  };
}
