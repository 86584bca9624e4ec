import {
  importedKeys,
  judgeFields,
  judgeScale,
  judgeViews,
  type JudgeField
} from '../benchmark/importedKeys';
import type { Run } from '../core/run';
import type { ScoreRow } from '../core/score';
import { expertDimensions, type ExpertDimension } from '../metrics/expert/meta';
import { listRunMetas } from '../metrics/runMetas';

/** The scores of one judge in one view; those of different models, prompts or scales are different sources. */
export interface JudgeSource {
  readonly id: string;
  readonly label: string;
  readonly field: JudgeField;
  /** The highest score. */
  readonly scale: number;
  /** By item. */
  readonly values: ReadonlyMap<string, JudgeValues>;
}

export type JudgeValues = Readonly<Partial<Record<ExpertDimension, number>>>;

/** A run with the items that its samples are in an assignment. */
export interface RatedRun {
  readonly run: Run;
  readonly itemOf: ReadonlyMap<string, string>;
}

const idPrefixes: Readonly<Record<JudgeField, string>> = {
  vlm_judge_w_gt_result: 'judge-w-gt-',
  vlm_judge_wo_gt_result: 'judge-wo-gt-'
};

/** Every judge that has a score for one of the items, those computed here first. */
export function listJudgeSources(rated: readonly RatedRun[]): readonly JudgeSource[] {
  const sources = new Map<string, JudgeSource & { values: Map<string, JudgeValues> }>();
  const add = (source: Omit<JudgeSource, 'values'>, item: string, values: JudgeValues): void => {
    if (Object.keys(values).length === 0) return;
    const known = sources.get(source.id) ?? { ...source, values: new Map<string, JudgeValues>() };
    sources.set(source.id, known);
    known.values.set(item, values);
  };
  for (const pick of [pickComputed, pickImported]) {
    for (const { run, itemOf } of rated) {
      for (const field of judgeFields) {
        const { source, read } = pick(run, field) ?? {};
        if (!source || !read) continue;
        for (const row of run.rows) {
          const item = row.unscored === null ? itemOf.get(row.sampleId) : undefined;
          if (item !== undefined) add(source, item, read(row));
        }
      }
    }
  }
  return [...sources.values()];
}

interface Picked {
  readonly source: Omit<JudgeSource, 'values'>;
  readonly read: (row: ScoreRow) => JudgeValues;
}

function pickComputed(run: Run, field: JudgeField): Picked | null {
  const metas = listRunMetas(run);
  const overall = metas.find(({ id }) => id === `${idPrefixes[field]}overall`);
  const scale = overall?.range[1];
  if (!overall || !scale) return null;
  return {
    source: {
      id: `${field} ${overall.version}`,
      label: `Judge ${judgeViews[field].label}, ${overall.variant}`,
      field,
      scale
    },
    read: ({ scores }) => collect((dimension) => scores[`${idPrefixes[field]}${dimension}`]?.value)
  };
}

function pickImported(_run: Run, field: JudgeField): Picked {
  const keyOf = new Map(
    importedKeys.flatMap(({ key, judge }) =>
      judge?.field === field ? [[judge.dimension ?? 'overall', key] as const] : []
    )
  );
  const [, scale] = judgeScale;
  return {
    source: { id: `${field} imported`, label: `Imported judge ${judgeViews[field].label}`, field, scale },
    read: ({ imported }) => collect((dimension) => imported?.values[keyOf.get(dimension) ?? ''])
  };
}

function collect(pick: (dimension: ExpertDimension) => number | null | undefined): JudgeValues {
  const found = expertDimensions.flatMap((dimension) => {
    const value = pick(dimension);
    return typeof value === 'number' ? [[dimension, value] as const] : [];
  });
  return Object.fromEntries(found);
}
