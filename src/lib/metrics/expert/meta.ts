import { judgeDimensionNames, judgeDimensions, type JudgeDimension } from '../../benchmark/importedKeys';
import { formatNames } from '../../benchmark/formats';
import type { MetricMeta } from '../metric';

/** The highest score; the lowest is 1. The evaluator's rubric has 10, the manuscript's Table 3 has 5. */
export type RatingScale = 5 | 10;
export const ratingScales: readonly RatingScale[] = [10, 5];

/** What experts rate: the five dimensions of the rubric, and their mean. */
export type ExpertDimension = JudgeDimension | 'overall';
export const expertDimensions: readonly ExpertDimension[] = [...judgeDimensions, 'overall'];

export const expertMetricId = (dimension: ExpertDimension): string => `expert-${dimension}`;

/** In a run's `metrics`: the scale is part of the version, since a 5 of 5 is not a 5 of 10. */
export const expertVersion = (scale: RatingScale): string => `1-of-${scale}`;

/** "Anatomical accuracy", "Overall" */
export function labelDimension(dimension: ExpertDimension): string {
  const label = dimension === 'overall' ? 'overall' : judgeDimensionNames[dimension].label;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** The scale of a run's expert scores; null where it has none. */
export function findExpertScale(computed: Readonly<Record<string, string>>): RatingScale | null {
  const version = computed[expertMetricId('overall')];
  return ratingScales.find((scale) => version === expertVersion(scale)) ?? null;
}

/** The expert metrics of a run that has them. */
export function listExpertMetas(computed: Readonly<Record<string, string>>): readonly MetricMeta[] {
  const scale = findExpertScale(computed);
  return scale === null ? [] : expertDimensions.map((dimension) => describeExpertMetric(dimension, scale));
}

export function describeExpertMetric(dimension: ExpertDimension, scale: RatingScale): MetricMeta {
  const isOverall = dimension === 'overall';
  const label = isOverall ? 'overall' : judgeDimensionNames[dimension].label;
  return {
    id: expertMetricId(dimension),
    version: expertVersion(scale),
    label: `Experts: ${label}`,
    variant: `blind ratings, 1 to ${scale}`,
    unit: `of ${scale}`,
    range: [1, scale],
    higherIsBetter: true,
    formats: formatNames,
    threshold: null,
    officialKey: null,
    digits: 2,
    source: 'The rubric of the MedGEN-Bench evaluator (2026), rated by people on the Review page.',
    definition: isOverall
      ? 'The mean of the five dimensions for each rater who gave all five, then the mean over those raters.'
      : 'The mean over the raters who gave the dimension a score.',
    edgeCases:
      'Outputs outside of the drawn sample have no value. “Cannot judge” is no score and counts for nothing; where no rater could judge, there is no value, with that reason.',
    namesakes:
      'The judge’s scores use the same five dimensions; they are a model’s. Scores of 1 to 5 and of 1 to 10 are never mixed in one run.',
    group: 'expert'
  };
}
