import { holm } from './numerics/holm';
import { pairedBootstrap } from './numerics/pairedBootstrap';
import type { BootstrapKernel } from './numerics/summarise';
import { wilcoxon } from './numerics/wilcoxon';

/** Scores of the same samples, as they are and with a part replaced; same order. */
export interface ControlPairs<Name extends string> {
  readonly control: Name;
  readonly correct: readonly number[];
  readonly altered: readonly number[];
}

export interface ControlEffect<Name extends string> {
  readonly control: Name;
  /** Pairs. */
  readonly n: number;
  /** Mean of S(correct) − S(control); null for no pairs. */
  readonly delta: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  /** Two-sided paired Wilcoxon; null where it cannot be tested. */
  readonly pValue: number | null;
  /** Holm-adjusted over the controls given. */
  readonly pHolm: number | null;
  /** Why there is no p; empty where there is one. */
  readonly reason: string;
}

/**
 * How much a judge's score falls when a part of the question is replaced, for one score: Δ = S(correct) − S(control) with
 * the 95 % bootstrap interval of paired differences, and the Wilcoxon tests adjusted over the family of these controls.
 */
export function computeControlEffects<Name extends string>(
  family: readonly ControlPairs<Name>[],
  kernels: BootstrapKernel
): readonly ControlEffect<Name>[] {
  const tests = family.map(({ correct, altered }) => wilcoxon(altered, correct));
  const adjusted = holm(tests.map(({ pValue }) => pValue));
  return family.map(({ control, correct, altered }, index) => {
    const { n, mean, ciLow, ciHigh } = pairedBootstrap(altered, correct, kernels);
    const test = tests[index]!;
    const reason = test.pValue === null ? test.reason : '';
    return {
      control,
      n,
      delta: mean,
      ciLow,
      ciHigh,
      pValue: test.pValue,
      pHolm: adjusted[index] ?? null,
      reason
    };
  });
}
