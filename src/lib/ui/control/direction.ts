/** How a table marks which values are better, as a sign and in words; both empty where neither end is. */
export function describeDirection(higherIsBetter: boolean | null): { sign: string; words: string } {
  if (higherIsBetter === null) return { sign: '', words: 'neither direction is better' };
  return higherIsBetter ? { sign: '↑', words: 'higher is better' } : { sign: '↓', words: 'lower is better' };
}
