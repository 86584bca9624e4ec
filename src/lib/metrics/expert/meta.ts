import { judgeDimensionNames, judgeDimensions, type JudgeDimension } from '../../benchmark/importedKeys';
import { formatNames } from '../../benchmark/formats';
import type { MetricMeta } from '../metric';
import { listAskedTasks } from './askedDimensions';

/** The highest score; the lowest is 1. The evaluator's rubric has 10, the manuscript's Table 3 has 5. */
export type RatingScale = 5 | 10;
export const ratingScales: readonly RatingScale[] = [10, 5];

/** What experts rate: the five dimensions of the rubric, and their mean. */
export type ExpertDimension = JudgeDimension | 'overall';
export const expertDimensions: readonly ExpertDimension[] = [...judgeDimensions, 'overall'];

export const expertMetricId = (dimension: ExpertDimension): string => `expert-${dimension}`;

/**
 * In a run's `metrics`: the scale is part of the version, since a 5 of 5 is not a 5 of 10. Before `/2`, choices were rated by
 * all five dimensions.
 */
export const expertVersion = (scale: RatingScale): string => `1-of-${scale}/2`;

/** "Anatomical accuracy", "Overall" */
export function labelDimension(dimension: ExpertDimension): string {
  const label = dimension === 'overall' ? 'overall' : judgeDimensionNames[dimension].label;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** The scale of a run's expert scores; null where it has none. */
export function findExpertScale(computed: Readonly<Record<string, string>>): RatingScale | null {
  const version = computed[expertMetricId('overall')];
  const [, highest] = /^1-of-(\d+)(?:\/2)?$/.exec(version ?? '') ?? [];
  return ratingScales.find((scale) => String(scale) === highest) ?? null;
}

/** The expert metrics of a run that has them. */
export function listExpertMetas(computed: Readonly<Record<string, string>>): readonly MetricMeta[] {
  const scale = findExpertScale(computed);
  if (scale === null) return [];
  return expertDimensions.map((dimension) => {
    const meta = describeExpertMetric(dimension, scale);
    return { ...meta, version: computed[meta.id] ?? meta.version };
  });
}

export function describeExpertMetric(dimension: ExpertDimension, scale: RatingScale): MetricMeta {
  const isOverall = dimension === 'overall';
  const label = isOverall ? 'overall' : judgeDimensionNames[dimension].label;
  const asked = isOverall ? undefined : listAskedTasks(dimension);
  return {
    id: expertMetricId(dimension),
    version: expertVersion(scale),
    label: `Experts: ${label}`,
    variant: `blind ratings, 1 to ${scale}`,
    unit: `of ${scale}`,
    range: [1, scale],
    higherIsBetter: true,
    formats: formatNames,
    ...(asked && { tasks: asked }),
    threshold: null,
    officialKey: null,
    digits: 2,
    source: 'The rubric of the MedGEN-Bench evaluator (2026), rated by people on the Review page.',
    definition: isOverall
      ? 'The mean of the dimensions that were asked (all five; of a multiple choice, where nothing is shown or described, three) for each rater who gave all of them, then the mean over those raters.'
      : 'The mean over the raters who gave the dimension a score.',
    edgeCases:
      'A dimension has no place where it is not asked. Outputs outside of the drawn sample have no value. “Cannot judge” is no score and counts for nothing; where no rater could judge, there is no value, with that reason.',
    namesakes:
      'The judge’s scores use the same five dimensions; they are a model’s. Scores of 1 to 5 and of 1 to 10 are never mixed in one run.',
    group: 'expert'
  };
}
