import type { TextTable } from '../summaryTable';
import type { Difference, Verdict } from './compareShared';

/**
 * Compares the cells of a shared comparison with those that the dropped files give, as both are shown.
 * @param samePredictions whether all runs are of the very predictions; null where the link does not say
 */
export function compareTables(
  shown: readonly TextTable[],
  found: readonly TextTable[],
  samePredictions: boolean | null
): Verdict {
  let agreed = 0;
  const differences: Difference[] = [];
  for (const { caption, head, rows } of shown) {
    const own = found.find((table) => table.caption === caption);
    for (const row of rows) {
      const [metric = '', run = ''] = row;
      const match = own?.rows.find(([otherMetric, otherRun]) => otherMetric === metric && otherRun === run);
      row.slice(2).forEach((cell, i) => {
        const other = match?.[i + 2] ?? 'no value';
        const what = `${caption}, ${metric}, run ${run}: ${head[i + 2] ?? ''}`;
        if (cell === other) agreed++;
        else differences.push({ what, shown: cell, found: other });
      });
    }
  }
  return { agreed, differences, unchecked: [], samePredictions };
}
