import type { Run } from '../../src/lib/core/run';
import type { ScoreRow } from '../../src/lib/core/score';

/** A finished run of these rows; tests state only what they are about. */
export function makeRun(rows: readonly ScoreRow[], facts: Partial<Run> = {}): Run {
  const unscored = rows.filter((row) => row.unscored !== null).length;
  return {
    id: 'id',
    system: 'gpt',
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
    protocol: 'Official evaluator (2026)',
    dataset: 'In the dropped files',
    counts: { found: rows.length, scored: rows.length - unscored, unscored, missing: null },
    metrics: { psnr: '1', ssim: '1', bleu: '1', em: '1' },
    rows,
    problems: [],
    ...facts
  };
}
