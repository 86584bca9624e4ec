import type { ScoredSystem } from '../benchmark/boardRules';
import { formatProblem } from '../core/problem';
import { loadKernels } from '../engine/loadModules';
import { Pool } from '../engine/Pool';
import { summariseSystem } from '../report/leaderboard/summariseSystem';
import type { MetricCell } from '../stats/MetricCell';
import type { Interval } from '../stats/numerics/summarise';
import { readRun } from '../store/runs';

/** A hundred thousand values take a second. */
const intervalTimeoutMs = 60_000;

/** Totals of stored runs; the intervals are worked out in a worker that starts with the first of them. */
export class OwnSystems {
  #pool: Promise<Pool> | null = null;

  /** Null for a run that is gone. */
  async read(id: string): Promise<ScoredSystem | null> {
    const run = await readRun(id);
    return run && summariseSystem(run, (cell) => this.#loadInterval(cell));
  }

  close(): void {
    void this.#pool?.then((pool) => pool.close());
    this.#pool = null;
  }

  async #loadInterval(cell: MetricCell): Promise<Interval> {
    const pool = await (this.#pool ??= loadKernels().then((kernels) => new Pool({ size: 1, kernels })));
    const reply = await pool.interval(cell.values, intervalTimeoutMs);
    if (!reply.ok) throw new Error(formatProblem(reply.problem));
    return reply.value;
  }
}
