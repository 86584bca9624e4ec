import { headlines } from '../benchmark/headlines';
import type { Format } from '../core/sample';
import type { FormatGroup } from './aggregate';
import type { CellFacts } from './CellFacts';

/** The one number that stands for a format of a run. */
export interface Headline<Cell extends CellFacts = CellFacts> {
  readonly format: Format;
  readonly cell: Cell;
}

/** The headline of each format: its first listed metric with a mean, else the first of any. Formats without a mean have none. */
export function pickHeadlines<Cell extends CellFacts>(
  groups: readonly FormatGroup<Cell>[]
): readonly Headline<Cell>[] {
  return groups.flatMap(({ key: format, cells }) => {
    if (format === null) return [];
    const listed = headlines[format].map((id) => cells.get(id));
    const cell = [...listed, ...cells.values()].find((one) => one !== undefined && one.mean !== null);
    return cell ? [{ format, cell }] : [];
  });
}
