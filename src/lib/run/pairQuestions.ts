import type { JudgeView } from '../benchmark/judge';
import { DataError } from '../core/problem';
import type { Run } from '../core/run';
import type { JudgeSubject } from '../judge/JudgeQuestion';
import { makeJudgeSubject, type JudgedFiles } from './judgeSubject';
import type { ProbeQuestion } from './probeQuestions';

interface PairChoice {
  /** Indices of the first run's rows. */
  readonly rows: readonly number[];
  readonly views: readonly JudgeView[];
  readonly files: JudgedFiles;
}

/** Each sample that both runs have, asked in both orders; `swapped` shows the second run's output first. */
export function listPairQuestions(
  first: Pick<Run, 'rows'>,
  second: Pick<Run, 'rows'>,
  { rows, views, files }: PairChoice
): readonly ProbeQuestion[] {
  const others = new Map(second.rows.map((row) => [`${row.format} ${row.sampleId}`, row]));
  return rows.flatMap((index) => {
    const row = first.rows[index];
    const other = row && others.get(`${row.format} ${row.sampleId}`);
    if (!other) return [];
    const [a, b] = [trySubject(row, files), trySubject(other, files)];
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

/** Null for a row without a record or a task. */
function trySubject(row: Run['rows'][number], files: JudgedFiles): JudgeSubject | null {
  try {
    return makeJudgeSubject(row, files);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}
