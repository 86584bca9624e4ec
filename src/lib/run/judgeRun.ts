import type { JudgeView } from '../benchmark/judge';
import type { UsedJudge } from '../core/run';
import type { AnswerStore } from '../judge/AnswerStore';
import { addProvenance } from '../judge/addProvenance';
import { applyVerdicts, type RowOutcomes } from '../judge/applyVerdicts';
import { askJudge } from '../judge/askJudge';
import type { JudgeOptions, JudgeOutcome, JudgeStep } from '../judge/JudgeOptions';
import type { JudgeQuestion } from '../judge/JudgeQuestion';
import { hashTemplate } from '../judge/PromptTemplate';
import { judgeAnswers } from '../store/judgeAnswers';
import { readRun, writeRun, type StoredRun } from '../store/runs';
import type { JudgedFiles } from './judgeSubject';
import { listRowQuestions, type RowQuestion } from './rowQuestions';

export interface JudgeRunOptions extends Omit<JudgeOptions, 'store'> {
  readonly files: JudgedFiles;
  /** Indices of the run's rows. */
  readonly rows: readonly number[];
  readonly views: readonly JudgeView[];
  /** Of these questions, those that are asked; all when absent. */
  readonly only?: (question: RowQuestion) => boolean;
  /** The browser's own by default. */
  readonly store?: AnswerStore;
}

/**
 * Judges chosen rows of a stored run: asks what no stored answer tells, and writes verdicts and scores into the run, where
 * tables, comparisons and exports find them as metrics `judge-…`. Yields as `askJudge` does. However it ends (finished,
 * stopped, aborted, left), what was answered is in the run.
 *
 * @returns the run as it is now stored
 * @throws as `askJudge`
 */
export async function* judgeRun(
  run: StoredRun,
  options: JudgeRunOptions
): AsyncGenerator<JudgeStep, StoredRun> {
  const { only = () => true } = options;
  const questions = listRowQuestions(run, options).filter(only);
  const found = new Map<JudgeQuestion, JudgeOutcome>();
  let judged: StoredRun;
  try {
    for await (const step of askJudge(questions, { ...options, store: options.store ?? judgeAnswers })) {
      if (step.outcome) found.set(step.outcome.question, step.outcome);
      yield step;
    }
  } finally {
    judged = await storeVerdicts(run, questions, found, options);
  }
  return judged;
}

/** Into the run as it is stored by now: other parts of the page may have written to it meanwhile. */
async function storeVerdicts(
  run: StoredRun,
  questions: readonly RowQuestion[],
  found: ReadonlyMap<JudgeQuestion, JudgeOutcome>,
  options: JudgeRunOptions
): Promise<StoredRun> {
  const current = (await readRun(run.id).catch(() => null)) ?? run;
  const promptHash = await hashTemplate(options.rules.template);
  let judged = current;
  for (const view of options.views) {
    const outcomes: RowOutcomes = new Map(
      questions.flatMap((question) => {
        const outcome = question.view === view ? found.get(question) : undefined;
        return outcome ? [[question.row, outcome] as const] : [];
      })
    );
    const used = describeUsed(view, options, promptHash);
    judged = applyVerdicts(judged, addProvenance(used, judged, outcomes), outcomes);
  }
  if (judged !== current) await writeRun(judged);
  return judged;
}

function describeUsed(
  view: JudgeView,
  { endpoint: { provider, baseUrl, model }, rules }: JudgeRunOptions,
  promptHash: string
): UsedJudge {
  const { template, scale, imageLimitPx, effort, imageDetail } = rules;
  return {
    view,
    provider,
    baseUrl,
    model,
    promptHash,
    prompt: `${template.name} ${template.version}`,
    scale,
    imageLimitPx,
    judgedAt: new Date().toISOString(),
    ...(effort && { effort }),
    ...(imageDetail && { imageDetail })
  };
}
