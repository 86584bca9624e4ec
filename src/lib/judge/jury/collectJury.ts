import type { JudgeScaleTop, JudgeView } from '../../benchmark/judge';
import type { Task } from '../../core/sample';
import type { AskedQuestion, StoredAnswer } from '../AnswerStore';
import { describeMembers, identifyJudge } from './describeMembers';
import { concludeAnswers } from '../readAnswers';
import type { Verdict } from '../Verdict';

/** A row of a run, named by what its sample and its prediction hold. */
export interface JurySubject {
  readonly row: number;
  readonly sampleId: string;
  readonly task: Task | null;
  readonly sampleHash: string;
  readonly predictionHash: string;
}

/** One judge: a model with the rules that change its scores. */
export interface JuryMember {
  readonly id: string;
  /** The model, with all that its scores depend on. */
  readonly label: string;
  /** The model, with what tells it from other members of the same model. */
  readonly shortLabel: string;
  /** As metrics carry it, see `UsedJury`. */
  readonly name: string;
  readonly scale: JudgeScaleTop;
  /** Rows that it has a verdict of. */
  readonly n: number;
}

export interface JuryItem {
  readonly row: number;
  readonly sampleId: string;
  readonly task: Task | null;
  /** By member; absent where it has no verdict. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

export interface Jury {
  readonly view: JudgeView;
  /** By label. */
  readonly members: readonly JuryMember[];
  /** Rows that at least one member judged. */
  readonly items: readonly JuryItem[];
}

/** What all judges of this browser's answers said of the rows, in one view. Asks nothing. */
export function collectJury(
  subjects: readonly JurySubject[],
  answers: readonly StoredAnswer[],
  view: JudgeView
): Jury {
  const asked = answers.filter(
    ({ question }) => question.view === view && question.repeat === 0 && question.rivalHash === undefined
  );
  const bySubject = Map.groupBy(asked, ({ question }) => nameSubject(question));
  const counts = new Map<string, { readonly question: AskedQuestion; n: number }>();
  const items = subjects.flatMap(({ row, sampleId, task, ...hashes }) => {
    const verdicts = readVerdicts(bySubject.get(nameSubject(hashes)) ?? [], (id, question) => {
      const count = counts.get(id) ?? { question, n: 0 };
      count.n++;
      counts.set(id, count);
    });
    return verdicts.size === 0 ? [] : [{ row, sampleId, task, verdicts }];
  });
  const members = describeMembers(counts);
  return { view, members: members.toSorted((a, b) => (a.label < b.label ? -1 : 1)), items };
}

const nameSubject = ({
  sampleHash,
  predictionHash
}: Pick<AskedQuestion, 'sampleHash' | 'predictionHash'>): string => `${sampleHash} ${predictionHash}`;

function readVerdicts(
  answers: readonly StoredAnswer[],
  count: (id: string, question: AskedQuestion) => void
): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (const [id, own] of Map.groupBy(answers, ({ question }) => identifyJudge(question))) {
    // The same question may lie under an older key, too.
    for (const same of Map.groupBy(own, ({ key }) => key).values()) {
      const { question } = same[0]!;
      const ordered = same.toSorted((a, b) => a.attempt - b.attempt);
      const conclusion = concludeAnswers(ordered, question.scale);
      if (conclusion.kind !== 'verdict' || verdicts.has(id)) continue;
      verdicts.set(id, conclusion.verdict);
      count(id, question);
    }
  }
  return verdicts;
}
