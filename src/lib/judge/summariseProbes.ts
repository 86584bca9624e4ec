import { judgeParts, judgeViewNames, type JudgeView } from '../benchmark/judge';
import type { JudgeDimension } from '../benchmark/importedKeys';
import { judgeControlNames, type JudgeControl } from '../benchmark/pairingSensitivity';
import { computeControlEffects, type ControlEffect } from '../stats/controlEffects';
import { computeRepeatSpread, type RepeatSpread } from '../stats/numerics/repeatSpread';
import type { BootstrapKernel } from '../stats/numerics/summarise';
import type { Verdict } from './Verdict';

/** An answer to a sample as it is (probe null), or with a part replaced. */
export interface ProbeAnswer {
  readonly sampleId: string;
  readonly view: JudgeView;
  readonly probe: JudgeControl | null;
  /** Null where it is unscored: then its pair takes no part. */
  readonly verdict: Verdict | null;
}

export interface ControlSummary {
  readonly control: JudgeControl;
  /** By dimension; null is the overall score. */
  readonly effects: ReadonlyMap<JudgeDimension | null, ControlEffect<JudgeControl>>;
}

/** Δ by control and dimension; p-values are adjusted over the five controls of a dimension. */
export function summariseControls(
  answers: readonly ProbeAnswer[],
  kernels: BootstrapKernel
): readonly ControlSummary[] {
  const byProbe = Map.groupBy(answers, ({ probe }) => probe);
  const correct = indexVerdicts(byProbe.get(null) ?? []);
  const families = judgeParts.map((part) => {
    const family = judgeControlNames.map((control) => {
      const pairs = [...indexVerdicts(byProbe.get(control) ?? [])].flatMap(([sampleId, altered]) => {
        const before = correct.get(sampleId);
        return before ? [{ before, altered }] : [];
      });
      return {
        control,
        correct: pairs.map(({ before }) => pickScore(before, part)),
        altered: pairs.map(({ altered }) => pickScore(altered, part))
      };
    });
    return [part, computeControlEffects(family, kernels)] as const;
  });
  return judgeControlNames.map((control, index) => ({
    control,
    effects: new Map(families.map(([part, effects]) => [part, effects[index]!]))
  }));
}

export interface RepeatSummary {
  readonly view: JudgeView;
  readonly part: JudgeDimension | null;
  readonly spread: RepeatSpread;
}

/** How far the answers to the same question lie apart, by view and dimension; views that were not asked are absent. */
export function summariseRepeats(answers: readonly ProbeAnswer[]): readonly RepeatSummary[] {
  const asked = judgeViewNames.filter((view) => answers.some((answer) => answer.view === view));
  return asked.flatMap((view) => {
    const bySample = Map.groupBy(
      answers.filter((answer) => answer.view === view),
      ({ sampleId }) => sampleId
    );
    const verdicts = [...bySample.values()].map((own) => own.flatMap(({ verdict }) => verdict ?? []));
    return judgeParts.map((part) => ({
      view,
      part,
      spread: computeRepeatSpread(verdicts.map((own) => own.map((verdict) => pickScore(verdict, part))))
    }));
  });
}

/** Samples in order of their ids, so that the bootstrap does not depend on which answer came first. */
function indexVerdicts(answers: readonly ProbeAnswer[]): ReadonlyMap<string, Verdict> {
  const ordered = [...answers].sort((a, b) => (a.sampleId < b.sampleId ? -1 : 1));
  return new Map(ordered.flatMap(({ sampleId, verdict }) => (verdict ? [[sampleId, verdict] as const] : [])));
}

const pickScore = (verdict: Verdict, part: JudgeDimension | null): number =>
  part === null ? verdict.overall_score : verdict[part].score;
