import type { Format } from '../core/sample';
import type { JudgeScaleTop, JudgeView } from './judge';
import { protocols } from './protocols';
import { publishedMetricIds, type PublishedMetricId, type SystemKind } from './publishedResults';
import { release, type DataIdentity } from './release';

/** A mean in the metric's own unit; the interval is null where none was computed. */
export interface ScoredMean {
  readonly n: number;
  readonly mean: number;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
}

export interface BoardJudge {
  readonly view: JudgeView;
  readonly model: string;
  readonly scale: JudgeScaleTop;
  /** Name and version of the prompt template, and its SHA-256. */
  readonly prompt: string;
  readonly promptHash: string;
}

/** One system's totals: of a run of this browser, or of a file that someone contributed. */
export interface ScoredSystem {
  readonly system: string;
  readonly kind: SystemKind | null;
  readonly protocol: string;
  readonly dataset: string;
  readonly datasetRevision: string | null;
  readonly data: DataIdentity;
  readonly judges: readonly BoardJudge[];
  /** SHA-256 of the prediction records, 64 hexadecimal digits; null where it is not known. */
  readonly predictions: string | null;
  readonly formats: Readonly<Partial<Record<Format, ScoredFormat>>>;
}

export interface ScoredFormat {
  /** Different samples that a prediction was found for. */
  readonly samples: number;
  /** By metric id. */
  readonly metrics: Readonly<Record<string, ScoredMean>>;
}

/** Metrics that can stand in a column, by the ids of this viewer. Other weights have other ids. */
export const boardMetricIds = [
  'psnr',
  'ssim',
  'lpips',
  'image-embedding',
  'bleu',
  'bertscore',
  'em',
  'judge-w-gt-overall',
  'judge-wo-gt-overall'
] as const;

/** Which number of a run may stand in a column of published ones. */
export type BoardRule =
  | {
      readonly kind: 'mean';
      readonly metricId: string;
      /** From the metric's own unit to the column's. */
      readonly factor: 1 | 100;
    }
  | { readonly kind: 'judge'; readonly metricId: string; readonly view: JudgeView }
  | { readonly kind: 'withheld'; readonly word: string; readonly reason: string };

export type BoardCell =
  | {
      readonly value: number;
      /** Null for published values, which name none. */
      readonly n: number | null;
      readonly low: number | null;
      readonly high: number | null;
      /** What differs from the published values all the same; null where nothing is known to. */
      readonly caveat: string | null;
    }
  | {
      readonly value: null;
      /** For the cell itself. */
      readonly word: string;
      readonly reason: string;
    };

/** Means that Table 3 and the official evaluator of 2026 define alike; Table 3 prints all but PSNR in percent. */
export const manuscriptRules: Readonly<Record<PublishedMetricId, BoardRule>> = {
  'judge-with-reference': { kind: 'judge', metricId: 'judge-w-gt-overall', view: 'w-gt' },
  'judge-without-reference': { kind: 'judge', metricId: 'judge-wo-gt-overall', view: 'wo-gt' },
  ssim: { kind: 'mean', metricId: 'ssim', factor: 100 },
  psnr: { kind: 'mean', metricId: 'psnr', factor: 1 },
  lpips: { kind: 'mean', metricId: 'lpips', factor: 100 },
  mii: { kind: 'mean', metricId: 'image-embedding', factor: 100 },
  bleu: { kind: 'mean', metricId: 'bleu', factor: 100 },
  bertscore: { kind: 'mean', metricId: 'bertscore', factor: 100 },
  em: {
    kind: 'withheld',
    word: 'NA unclear',
    reason:
      'Table 3 does not say how it counts answers that cannot be parsed; here they are NA and left out of the mean.'
  }
};

/** Without the threshold nobody can say which samples pass it. */
export const thresholdRules = Object.fromEntries(
  publishedMetricIds.map((id) => [
    id,
    {
      kind: 'withheld',
      word: 'no threshold',
      reason: 'The first version of the paper does not print the threshold that a sample must reach here.'
    }
  ])
) as Readonly<Record<PublishedMetricId, BoardRule>>;

/** The judge of Table 3. */
const publishedJudge = { model: 'Qwen3-VL-8B-Instruct', scale: 5 } as const;

const otherData = withhold(
  'other data',
  'The sample ids are not those of the benchmark’s release, so these are not its samples.'
);

/** What a column says of a system's format: the number in the column's unit, or why there is none. */
export function placeScore(rule: BoardRule, system: ScoredSystem, format: Format): BoardCell {
  if (system.data === 'other') return otherData;
  if (system.protocol !== protocols['official-2026'].label) {
    return withhold(
      'other protocol',
      `Scored by “${system.protocol}”, not by the official evaluator (2026).`
    );
  }
  if (rule.kind === 'withheld') return withhold(rule.word, rule.reason);
  if (rule.kind === 'judge') {
    const refusal = refuseJudge(system.judges.find(({ view }) => view === rule.view));
    if (refusal) return refusal;
  }
  const metrics = system.formats[format]?.metrics ?? {};
  const found = metrics[rule.metricId];
  if (!found || found.n === 0) return explainMissing(rule.metricId, metrics);
  const factor = rule.kind === 'mean' ? rule.factor : 1;
  return {
    value: found.mean * factor,
    n: found.n,
    low: found.ciLow === null ? null : found.ciLow * factor,
    high: found.ciHigh === null ? null : found.ciHigh * factor,
    caveat:
      rule.kind === 'judge'
        ? 'Judged with this viewer’s prompt; the prompt of the published values may be another.'
        : null
  };
}

/** Whether the number covers the whole format of the release, so that it may be ranked with published ones. */
export function isRanked(cell: BoardCell, { data }: ScoredSystem, format: Format): boolean {
  return (
    cell.value !== null && cell.caveat === null && data === 'release' && cell.n === release.sizes[format]
  );
}

function refuseJudge(judge: BoardJudge | undefined): BoardCell | null {
  if (!judge) return withhold('not judged', 'This run was not judged in this view.');
  // Services put the maker before the name: "Qwen/Qwen3-VL-8B-Instruct".
  const model = judge.model.split('/').at(-1) ?? '';
  if (model.toLowerCase() !== publishedJudge.model.toLowerCase()) {
    return withhold(
      'other judge',
      `Judged by ${judge.model}; the published values by ${publishedJudge.model}.`
    );
  }
  if (judge.scale !== publishedJudge.scale) {
    return withhold(`scale 1–${judge.scale}`, 'The published values are on 1–5; scales are never converted.');
  }
  return null;
}

function explainMissing(metricId: string, metrics: ScoredFormat['metrics']): BoardCell {
  const others = Object.keys(metrics).filter((id) => id.startsWith(`${metricId}:`));
  if (others.length === 0) return withhold('not scored', 'This run has no value of this metric.');
  return withhold(
    'other weights',
    `Computed with other weights than the official ones (${others.join(', ')}).`
  );
}

function withhold(word: string, reason: string): BoardCell {
  return { value: null, word, reason };
}
