import { protocols } from '../../benchmark/protocols';
import type { MetricMeta } from '../../metrics/metric';
import type { NeuralMetric } from '../../metrics/neural/descriptor';
import { neuralMetas } from '../../metrics/neural/meta';
import { modelNeeds, type ModelNeed } from '../../metrics/neural/needs';
import { metrics } from '../../metrics/registry';

export interface MetricCardFacts {
  readonly meta: MetricMeta;
  /** What has to be brought before it can be computed; null where nothing has. */
  readonly need: ModelNeed | null;
}

interface MetricCardGroup {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly protocol: string;
  readonly cards: readonly MetricCardFacts[];
}

const neural: readonly MetricCardFacts[] = (Object.keys(neuralMetas) as NeuralMetric[]).map((metric) => ({
  meta: neuralMetas[metric],
  need: modelNeeds[metric]
}));

function listCards(group: MetricMeta['group']): readonly MetricCardFacts[] {
  const computed = metrics
    .filter(({ meta }) => meta.group === group)
    .map(({ meta }) => ({ meta, need: null }));
  return [...computed, ...neural.filter(({ meta }) => meta.group === group)];
}

export const metricCardGroups: readonly MetricCardGroup[] = [
  {
    id: 'official-metrics',
    title: 'Official metrics',
    about:
      'What the benchmark’s own evaluator reports. They are chosen when you score, unless you choose otherwise.',
    protocol: protocols['official-2026'].label,
    cards: listCards('official')
  },
  {
    id: 'variants',
    title: 'Variants',
    about: 'Namesakes of official metrics that give other numbers. Off unless chosen.',
    protocol: protocols.ours.label,
    cards: listCards('variant')
  },
  {
    id: 'extras',
    title: 'Further metrics',
    about: 'What other work reports beside the official ones. Off unless chosen.',
    protocol: protocols.ours.label,
    cards: listCards('extra')
  },
  {
    id: 'experimental-metrics',
    title: 'Experimental metrics',
    about: 'This project’s own, for study and not for ranking. Off unless chosen.',
    protocol: protocols.ours.label,
    cards: listCards('experimental')
  }
];

/** The id of a metric's card. */
export const cardId = ({ id }: MetricMeta): string => `metric-${id}`;
