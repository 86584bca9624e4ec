import type { Run } from '../core/run';
import { findJudgeSubject } from './judgeSubject';
import type { ProbeQuestion } from './probeQuestions';
import type { RowChoice } from './rowQuestions';

/** Each sample that both runs have, asked in both orders; `swapped` shows the second run's output first. */
export function listPairQuestions(
  first: Pick<Run, 'rows'>,
  second: Pick<Run, 'rows'>,
  { rows, views, files }: RowChoice
): readonly ProbeQuestion[] {
  const others = new Map(second.rows.map((row) => [`${row.format} ${row.sampleId}`, row]));
  return rows.flatMap((index) => {
    const row = first.rows[index];
    const other = row && others.get(`${row.format} ${row.sampleId}`);
    if (!other) return [];
    const [a, b] = [findJudgeSubject(row, files), findJudgeSubject(other, files)];
    if (!a || !b) return [];
    return views.flatMap((view) =>
      [false, true].map((swapped): ProbeQuestion => {
        const [shown, rival] = swapped ? [b, a] : [a, b];
        const common = { view, repeat: 0, row: index, probe: null, correct: a };
        return { ...common, subject: shown, rival: { subject: rival, swapped } };
      })
    );
  });
}
