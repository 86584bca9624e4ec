import { judgeDimensionNames, judgeViews, type JudgeDimension } from '../../benchmark/importedKeys';
import { judgeKey, judgeParts, judgeViewFields, type JudgeView } from '../../benchmark/judge';
import type { UsedJudge } from '../../core/run';
import type { MetricMeta } from '../metric';

/** `judge-w-gt-overall`, `judge-wo-gt-anatomical_accuracy` … */
export function judgeMetricId(view: JudgeView, dimension: JudgeDimension | null): string {
  return `judge-${view}-${dimension ?? 'overall'}`;
}

/** What changes a judge's scores, in one word for `RunSummary.metrics`. */
export function judgeVersion(judge: UsedJudge): string {
  const { provider, model, promptHash, scale, imageLimitPx, effort, imageDetail } = judge;
  const options = [effort && `effort-${effort}`, imageDetail && `detail-${imageDetail}`].filter(Boolean);
  return [provider, model, promptHash.slice(0, 12), `1-${scale}`, `${imageLimitPx}px`, ...options].join(':');
}

/** The six metrics of one judged view, the overall score first. */
export function describeJudge(judge: UsedJudge): readonly MetricMeta[] {
  return judgeParts.map((dimension) => describePart(judge, dimension));
}

function describePart(judge: UsedJudge, dimension: JudgeDimension | null): MetricMeta {
  const { view, scale } = judge;
  const isOfficialScale = scale === 10;
  const seen = judgeViews[judgeViewFields[view]].label;
  return {
    id: judgeMetricId(view, dimension),
    version: judgeVersion(judge),
    label: `Judge ${seen}: ${dimension ? judgeDimensionNames[dimension].label : 'overall'}`,
    variant: `${judge.model}, scale 1–${scale}, prompt ${judge.prompt} (${judge.promptHash.slice(0, 8)})`,
    unit: `of ${scale}`,
    range: [1, scale],
    higherIsBetter: true,
    formats: ['vqa', 'edit', 'generate'],
    threshold: isOfficialScale && dimension === null ? 8 : null,
    officialKey: isOfficialScale ? judgeKey(view, dimension) : null,
    digits: 2,
    source: `Asked of ${judge.model} (${judge.provider}) from this page; the evaluator's dimensions, our own prompt.`,
    definition: `The judge's ${dimension ? judgeDimensionNames[dimension].label : 'overall'} score ${seen}, one answer a sample at temperature 0 where the model allows it.`,
    edgeCases:
      'An invalid or out-of-range answer is asked for once more and then has no value, as a refused or cut one; it never counts as 0. Samples that were not asked take no part.',
    namesakes:
      'Not comparable between models, prompts or scales; the published values are of another prompt. Scores of 5 are never read as scores of 10.',
    group: 'judge'
  };
}
