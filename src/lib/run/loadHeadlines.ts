import { formatProblem } from '../core/problem';
import { Pacer } from '../dataset/Pacer';
import type { Run } from '../core/run';
import type { Format } from '../core/sample';
import { loadKernels } from '../engine/loadModules';
import { Pool } from '../engine/Pool';
import type { MetricMeta } from '../metrics/metric';
import { listRunMetas } from '../metrics/runMetas';
import { aggregateSteps } from '../stats/aggregate';
import { pickHeadlines } from '../stats/pickHeadlines';
import type { Interval } from '../stats/numerics/summarise';

/** One bar of the result panel. */
export interface ScoredHeadline extends Interval {
  readonly format: Format;
  readonly meta: MetricMeta;
  readonly mean: number;
  readonly n: number;
}

/** What a finished run comes to, at a glance. */
export interface RunHeadlines {
  readonly run: Run;
  readonly headlines: readonly ScoredHeadline[];
}

/** A hundred thousand values take a second. */
const intervalTimeoutMs = 60_000;

/** One number a format of each run; intervals are worked out in a worker, which ends with the last. */
export async function loadHeadlines(runs: readonly Run[]): Promise<readonly RunHeadlines[]> {
  const pool = new Pool({ size: 1, kernels: await loadKernels() });
  try {
    const found: RunHeadlines[] = [];
    // One after the other: each begins with a stretch of work on the page, and there may be twenty.
    for (const run of runs) found.push(await readRun(run, pool));
    return found;
  } finally {
    pool.close();
  }
}

async function readRun(run: Run, pool: Pool): Promise<RunHeadlines> {
  const metas = listRunMetas(run);
  const picked = pickHeadlines(await new Pacer().run(aggregateSteps(run.rows, metas)));
  const headlines = await Promise.all(
    picked.map(async ({ format, cell }) => {
      const reply = await pool.interval(cell.values, intervalTimeoutMs);
      if (!reply.ok) throw new Error(formatProblem(reply.problem));
      const meta = metas.find(({ id }) => id === cell.metricId)!;
      return { format, meta, mean: cell.mean!, n: cell.n, ...reply.value };
    })
  );
  return { run, headlines };
}
