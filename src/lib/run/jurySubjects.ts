import { DataError } from '../core/problem';
import type { Run } from '../core/run';
import type { ScoreRow } from '../core/score';
import { hashSubject } from '../judge/answerKey';
import type { StoredAnswer } from '../judge/AnswerStore';
import type { JurySubject } from '../judge/jury/collectJury';
import { makeJudgeSubject, type JudgedFiles } from './judgeSubject';

export interface JurySubjects {
  readonly subjects: readonly JurySubject[];
  /** Rows that no verdict of the run names and whose files are not at hand. */
  readonly unnamed: number;
}

/**
 * Which rows a run's answers are of: by the answers that its verdicts were read from, else by the files at hand.
 * @param files null where the run's files are not those of this visit
 */
export async function listJurySubjects(
  run: Pick<Run, 'rows'>,
  answers: readonly StoredAnswer[],
  files: JudgedFiles | null
): Promise<JurySubjects> {
  const byKey = new Map(answers.map((answer) => [answer.key, answer.question]));
  const subjects: JurySubject[] = [];
  let unnamed = 0;
  for (const [row, one] of run.rows.entries()) {
    const { sampleId, task, verdicts = {} } = one;
    const asked = Object.values(verdicts).flatMap(({ answerKey }) => byKey.get(answerKey) ?? [])[0];
    const hashes = asked ?? (files && (await hashRow(one, files)));
    if (hashes) {
      const { sampleHash, predictionHash } = hashes;
      subjects.push({ row, sampleId, task, sampleHash, predictionHash });
    } else if (one.record !== null) unnamed++;
  }
  return { subjects, unnamed };
}

/** Null where a file is missing. */
async function hashRow(row: ScoreRow, files: JudgedFiles) {
  try {
    return await hashSubject(makeJudgeSubject(row, files));
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}
