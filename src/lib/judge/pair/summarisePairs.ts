import type { JudgeView } from '../../benchmark/judge';
import { bootstrapStatistic, type StatisticInterval } from '../../stats/numerics/bootstrapStatistic';
import type { PairVerdict } from './parsePairVerdict';

/** One answer to a comparison. */
export interface PairAnswer {
  readonly sampleId: string;
  readonly view: JudgeView;
  /** Whether the second system's output was shown first. */
  readonly swapped: boolean;
  /** Null where it is unscored: then the sample takes no part. */
  readonly choice: PairVerdict | null;
}

export interface PairSummary {
  /** Samples with an answer in both orders. */
  readonly n: number;
  /** Samples by what both orders say together: the first system, the second, neither, or each order another. */
  readonly first: number;
  readonly second: number;
  readonly ties: number;
  readonly byPosition: number;
  /** Of the first system; a tie, and a winner that changes with the order, count half. Null without samples. */
  readonly winRate: number | null;
  readonly winInterval: StatisticInterval;
  /** Share of answers, ties aside, that chose what was shown first: 0.5 without a bias. Null without any. */
  readonly firstShown: number | null;
  readonly firstShownInterval: StatisticInterval;
  /** Whether the interval leaves 0.5 out. */
  readonly hasBias: boolean;
}

/** What a judge prefers in one view, and how much of it is the order; intervals are over samples. */
export function summarisePairs(answers: readonly PairAnswer[], view: JudgeView): PairSummary {
  const own = answers.filter((answer) => answer.view === view && answer.choice !== null);
  const bySample = [...Map.groupBy(own, ({ sampleId }) => sampleId)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const pairs = bySample.flatMap(([, both]) => {
    const [straight, swapped] = [both.find((one) => !one.swapped), both.find((one) => one.swapped)];
    return straight && swapped ? [[straight.choice!.winner, swapped.choice!.winner] as const] : [];
  });
  const n = pairs.length;
  const wins = pairs.map(([straight, swapped]) => (worth(straight, 'A') + worth(swapped, 'B')) / 2);
  const shown = pairs.map(([straight, swapped]) => countShown([straight, swapped]));
  const firstShown = shareOf(shown);
  const firstShownInterval = bootstrapStatistic(n, (indices) =>
    shareOf(Array.from(indices, (index) => shown[index]!))
  );
  const { low, high } = firstShownInterval;
  return {
    n,
    ...countOutcomes(pairs),
    winRate: meanOf(wins),
    winInterval: bootstrapStatistic(n, (indices) => meanOf(Array.from(indices, (index) => wins[index]!))),
    firstShown,
    firstShownInterval,
    hasBias: low !== null && (low > 0.5 || high < 0.5)
  };
}

type Winner = PairVerdict['winner'];

const worth = (winner: Winner, own: Winner): number => (winner === 'tie' ? 0.5 : winner === own ? 1 : 0);

function countOutcomes(pairs: readonly (readonly [Winner, Winner])[]) {
  const counts = { first: 0, second: 0, ties: 0, byPosition: 0 };
  for (const [straight, swapped] of pairs) {
    if (straight === 'tie' && swapped === 'tie') counts.ties++;
    else if (straight === 'A' && swapped === 'B') counts.first++;
    else if (straight === 'B' && swapped === 'A') counts.second++;
    else counts.byPosition++;
  }
  return counts;
}

/** How many of the decided answers chose what was shown first. */
function countShown(winners: readonly Winner[]): { readonly first: number; readonly decided: number } {
  const decided = winners.filter((winner) => winner !== 'tie');
  return { first: decided.filter((winner) => winner === 'A').length, decided: decided.length };
}

function shareOf(counts: readonly { readonly first: number; readonly decided: number }[]): number | null {
  const decided = counts.reduce((sum, one) => sum + one.decided, 0);
  return decided === 0 ? null : counts.reduce((sum, one) => sum + one.first, 0) / decided;
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
