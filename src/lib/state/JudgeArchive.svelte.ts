import { describeError } from '../core/describeError';
import type { RunSummary } from '../core/run';
import type { StoredAnswer } from '../judge/AnswerStore';
import { sumSpending, type ModelSpending } from '../judge/sumSpending';
import { judgeAnswers, listAnswers } from '../store/judgeAnswers';
import { listRuns } from '../store/runs';
import { saveFile } from '../report/saveFile';

export interface Spending {
  readonly models: readonly ModelSpending[];
  readonly runs: readonly RunSummary[];
}

/** The raw answers of this browser. */
export class JudgeArchive {
  /** Why the last export could not be made; empty when it could. */
  failure = $state('');

  /** The answers to one question, its repair among them. */
  async read(key: string | null): Promise<readonly StoredAnswer[]> {
    return key === null ? [] : ((await judgeAnswers.read([key]))[0] ?? []);
  }

  /** What it cost so far, by model and by run. */
  async readSpending(): Promise<Spending> {
    const [answers, runs] = await Promise.all([listAnswers(), listRuns()]);
    return { models: sumSpending(answers), runs };
  }

  /** Saves all of them, or those of these keys. */
  async save(keys: ReadonlySet<string> | null): Promise<void> {
    try {
      const [all, { toJudgeAnswersJsonl }, { packForDownload }] = await Promise.all([
        listAnswers(),
        import('../report/judgeAnswersJsonl'),
        import('../report/pack')
      ]);
      const chosen = keys === null ? all : all.filter(({ key }) => keys.has(key));
      saveFile(await packForDownload([toJudgeAnswersJsonl(chosen)], 'judge_answers.zip'));
      this.failure = '';
    } catch (error) {
      this.failure = describeError(error);
    }
  }
}
