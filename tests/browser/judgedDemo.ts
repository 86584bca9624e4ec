import { inject } from 'vitest';
import { judgeDimensions } from '../../src/lib/benchmark/importedKeys';
import { judgeViewNames, type JudgeView } from '../../src/lib/benchmark/judge';
import { applyVerdicts, type RowOutcomes } from '../../src/lib/judge/applyVerdicts';
import { sampleRows } from '../../src/lib/judge/sampleRows';
import type { Verdict } from '../../src/lib/judge/Verdict';
import type { RunContents } from '../../src/lib/store/runContents';
import type { StoredRun, StoredSummary } from '../../src/lib/store/runs';
import { makeVerdict } from '../judge/judgeTools';
import { visit, type Visit } from './openSite';
import type { StoredEntries } from './storedDemo';

const summaryKind = 'medgen-bench-viewer/run-summaries';
const contentKind = 'medgen-bench-viewer/run-contents';

/** A browser that on an earlier visit scored the demo and had one sample of every task judged in both views. */
export function visitJudged(path: string): Promise<Visit> {
  const pick = ({ rows }: StoredRun): readonly number[] => sampleRows(rows, 1, 42);
  return visit(path, storeRuns(readDemo().map((run) => judge(run, pick(run), judgeViewNames))));
}

/** The runs of the scored demo. */
export function readDemo(): readonly StoredRun[] {
  const stored = inject('scoredDemo');
  return stored[summaryKind]!.map(([id, summary]) => readRun(stored, id, summary as StoredSummary));
}

/** What a browser has kept that has these runs of the demo. */
export function storeRuns(runs: readonly StoredRun[]): StoredEntries {
  return {
    ...inject('scoredDemo'),
    [summaryKind]: runs.map(({ rows, problems, fingerprints, ...summary }) => [summary.id, summary]),
    [contentKind]: runs.map(({ id, rows, problems, fingerprints }) => [id, { rows, problems, fingerprints }])
  };
}

/** The ids of the runs that `visitJudged` has. */
export const listDemoRuns = (): readonly string[] => inject('scoredDemo')[summaryKind]!.map(([id]) => id);

function readRun(stored: StoredEntries, id: string, summary: StoredSummary): StoredRun {
  const pieces = stored[contentKind]!.filter(([key]) => key.startsWith(`${id}/`));
  if (pieces.length !== 1) throw new Error(`the run ${id} of the demo is in ${pieces.length} pieces`);
  return { ...summary, ...(pieces[0]![1] as RunContents) };
}

/** A run with the verdicts of a made-up judge on some rows. */
export function judge(run: StoredRun, judged: readonly number[], views: readonly JudgeView[]): StoredRun {
  const outcomes: RowOutcomes = new Map(
    judged.map((row, i) => [
      row,
      {
        verdict: makeSame(2 + (i % 8)),
        ...{ reason: null, key: `answer ${row}`, lasting: true, facts: null, remembered: false }
      }
    ])
  );
  return views.reduce(
    (one, view) =>
      applyVerdicts(
        one,
        {
          ...{ view, provider: 'compatible', baseUrl: 'http://127.0.0.1:1/v1', model: 'sim-vision' },
          ...{ promptHash: 'ab'.repeat(32), prompt: 'medgen-viewer 1', scale: 10, imageLimitPx: 512 },
          judgedAt: '2026-01-01T00:00:00.000Z'
        },
        outcomes
      ),
    run
  );
}

/** Every part of it has the same score. */
const makeSame = (score: number): Verdict =>
  makeVerdict(score, Object.fromEntries(judgeDimensions.map((name) => [name, score])));
