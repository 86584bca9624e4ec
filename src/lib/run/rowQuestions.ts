import type { JudgeView } from '../benchmark/judge';
import type { Run } from '../core/run';
import type { JudgeQuestion } from '../judge/JudgeQuestion';
import { findJudgeSubject, type JudgedFiles } from './judgeSubject';

/** A question with the row of the run that it is about. */
export interface RowQuestion extends JudgeQuestion {
  readonly row: number;
}

export interface RowChoice {
  /** Indices of the run's rows. */
  readonly rows: readonly number[];
  readonly views: readonly JudgeView[];
  readonly files: JudgedFiles;
}

/** The questions of the chosen rows, row by row; a row that has no sample to ask about is left out. */
export function listRowQuestions(
  run: Pick<Run, 'rows'>,
  { rows, views, files }: RowChoice
): readonly RowQuestion[] {
  return rows.flatMap((index) => {
    const row = run.rows[index];
    const subject = row && findJudgeSubject(row, files);
    return subject ? views.map((view) => ({ subject, view, repeat: 0, row: index })) : [];
  });
}
