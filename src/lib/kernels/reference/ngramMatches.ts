import { checkInputs } from '../checkInputs';

function countNgrams(tokens: Uint32Array, n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= tokens.length; start++) {
    const ngram = tokens.subarray(start, start + n).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** `KernelSet.ngramMatches`, from the two tables of counts. */
export function ngramMatches(candidate: Uint32Array, reference: Uint32Array, n: number): number {
  checkInputs.ngramMatches(candidate, reference, n);
  const available = countNgrams(reference, n);
  let matches = 0;
  for (const [ngram, count] of countNgrams(candidate, n))
    matches += Math.min(count, available.get(ngram) ?? 0);
  return matches;
}
