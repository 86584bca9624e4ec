import type { JudgeProvenance, Run, UsedJudge } from '../core/run';
import { judgeVersion } from '../metrics/judge/meta';
import { judgeViewFields } from '../benchmark/judge';
import type { RowOutcomes } from './applyVerdicts';
import type { SentSettings } from './AnswerStore';
import type { AnswerFacts } from './JudgeOptions';

/** The judge with what the answers say that its scores come from, those of before by the same judge among them. */
export function addProvenance(judge: UsedJudge, run: Run, outcomes: RowOutcomes): UsedJudge {
  const before = run.judges?.find(({ view }) => view === judge.view);
  const same = before && judgeVersion(before) === judgeVersion(judge) ? before.answered : undefined;
  const facts = [...outcomes.values()].flatMap(({ facts: own }) => (own ? [own] : []));
  const paid = [...outcomes].flatMap(([row, { facts: own, remembered, key }]) => {
    // An answer that this run has its score of was counted when it came.
    const known = run.rows[row]?.verdicts?.[judgeViewFields[judge.view]]?.answerKey;
    return own && !(same && remembered && known === key) ? [own.costUsd] : [];
  });
  if (facts.length === 0) return { ...judge, ...(same && { answered: same }) };
  const answered = describe(facts, paid, same);
  return { ...judge, judgedAt: answered.lastAt, answered };
}

function describe(
  facts: readonly AnswerFacts[],
  paid: readonly (number | null)[],
  before: JudgeProvenance | undefined
): JudgeProvenance {
  const sent = facts.flatMap((one) => one.sent ?? []);
  const dates = facts.map(({ receivedAt }) => receivedAt);
  const costs = [...paid, before?.costUsd ?? null].filter((cost) => cost !== null);
  return {
    models: unite(
      before?.models,
      facts.flatMap(({ model }) => model ?? [])
    ),
    temperatures: unite(
      before?.temperatures,
      sent.map(({ temperature }) => temperature)
    ),
    structures: unite(
      before?.structures,
      sent.map(({ structure }) => structure)
    ),
    efforts: unite(
      before?.efforts,
      sent.map(({ effort }) => effort)
    ),
    ...uniteDetails(before, sent),
    maxOutputTokens: unite(
      before?.maxOutputTokens,
      facts.map((one) => one.maxOutputTokens)
    ),
    firstAt: [...dates, ...(before ? [before.firstAt] : [])].toSorted()[0]!,
    lastAt: [...dates, ...(before ? [before.lastAt] : [])].toSorted().at(-1)!,
    costUsd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0)
  };
}

/** Absent where no answer says it. */
function uniteDetails(
  before: JudgeProvenance | undefined,
  sent: readonly SentSettings[]
): Pick<JudgeProvenance, 'imageDetails'> {
  const now = sent.flatMap(({ imageDetail }) => (imageDetail === undefined ? [] : [imageDetail]));
  const imageDetails = unite(before?.imageDetails, now);
  return imageDetails.length === 0 ? {} : { imageDetails };
}

const unite = <Value>(before: readonly Value[] = [], now: readonly Value[]): readonly Value[] => [
  ...new Set([...before, ...now])
];
