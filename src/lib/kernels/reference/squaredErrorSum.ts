import { checkInputs } from '../checkInputs';

/** `KernelSet.squaredErrorSum`; exact, since every partial sum is an integer below 2^53. */
export function squaredErrorSum(a: Uint8Array, b: Uint8Array): number {
  checkInputs.squaredErrorSum(a, b);
  return a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
}
