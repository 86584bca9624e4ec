import type { ComparedMetric } from '../../stats/comparison/compareRuns';
import { pairsWith } from '../../stats/comparison/flipPair';

/** How two runs fare over all metrics, each on each format. */
export interface Outcome {
  /** E.g. "compressed beats blurred on 7 of 9 metrics". */
  readonly headline: string;
  /** The rest, e.g. "blurred is better on 1, 1 shows no difference"; empty where there is none. */
  readonly rest: string;
}

/**
 * @param metrics of the comparison
 * @param names of the runs, by place
 * @param a place of one run
 * @param b place of the other
 */
export function describeOutcome(
  metrics: readonly ComparedMetric[],
  names: readonly string[],
  a: number,
  b: number
): Outcome {
  const pairs = metrics
    .flatMap((metric) => pairsWith(metric.pairs, a).filter((pair) => pair.b === b))
    .filter(({ verdict }) => verdict !== 'not-comparable');
  const count = (verdict: string): number => pairs.filter((pair) => pair.verdict === verdict).length;
  const [winsA, winsB] = [count('a-better'), count('b-better')];
  const [winner, loser, wins, losses] =
    winsB > winsA ? [names[b]!, names[a]!, winsB, winsA] : [names[a]!, names[b]!, winsA, winsB];
  const total = `${pairs.length} ${pairs.length === 1 ? 'metric' : 'metrics'}`;
  const apart = count('differ');
  const others = [
    wins > losses && losses > 0 ? `${loser} is better on ${losses}` : '',
    apart > 0 ? `${apart} ${apart === 1 ? 'differs' : 'differ'} without a winner` : '',
    wins > 0 ? describeOpen(pairs.length - wins - losses - apart) : ''
  ];
  const rest = others.filter(Boolean).join(', ');
  if (wins === 0)
    return { headline: `Neither of ${winner} and ${loser} is shown to be better on any of ${total}`, rest };
  if (wins === losses)
    return { headline: `${winner} and ${loser} are each better on ${wins} of ${total}`, rest };
  return { headline: `${winner} beats ${loser} on ${wins} of ${total}`, rest };
}

function describeOpen(count: number): string {
  if (count === 0) return '';
  return `${count} ${count === 1 ? 'shows' : 'show'} no difference`;
}
