import { computeUpperF } from './beta';

const alpha = 0.05;
const power = 0.8;

/**
 * The smallest true mean difference that a paired two-sided t-test at 5 % would find with a probability of 80 %:
 * (t₀.₉₇₅ + t₀.₈) · standard error, both quantiles of Student's t.
 * Reference: H. S. Bloom, Minimum detectable effects, Evaluation Review 19 (1995), 547–556.
 * @param standardError of the mean difference
 * @param freedom degrees of freedom, at least 1: pairs, or clusters of them, less one
 */
export function computeDetectableDifference(standardError: number, freedom: number): number {
  return (upperT(alpha / 2, freedom) + upperT(1 - power, freedom)) * standardError;
}

/** t² is F with 1 and `freedom` degrees; its upper tail holds both of t's. */
const upperT = (tail: number, freedom: number): number => Math.sqrt(computeUpperF(2 * tail, 1, freedom));
