import Papa from 'papaparse';
import { judgeParts } from '../benchmark/judge';
import { judgeControls } from '../benchmark/pairingSensitivity';
import type { ControlSummary } from '../judge/summariseProbes';
import { toFileName, type ExportFile } from './exportFile';

const columns = ['control', 'dimension', 'n', 'delta', 'ci_low', 'ci_high', 'p_holm', 'reason'] as const;

/** The behavioural controls of a judge as a table, one control and dimension a row, every digit kept. */
export function toControlsCsv(system: string, controls: readonly ControlSummary[]): ExportFile {
  const rows = controls.flatMap(({ control, effects }) =>
    judgeParts.map((part) => {
      const effect = effects.get(part);
      const { n = 0, delta = null, ciLow = null, ciHigh = null, pHolm = null, reason = '' } = effect ?? {};
      return [judgeControls[control].label, part ?? 'overall', n, delta, ciLow, ciHigh, pHolm, reason];
    })
  );
  const text = Papa.unparse({ fields: [...columns], data: rows }, { escapeFormulae: true, newline: '\n' });
  return { name: `${toFileName(system)}_judge_controls.csv`, type: 'text/csv', text: `${text}\n` };
}
