import { describeError } from '../core/describeError';
import { mapConcurrently } from '../core/mapConcurrently';
import { Pacer } from '../dataset/Pacer';
import { PoolBrokenError } from '../engine/WorkerPool';
import { judge, type Check, type CheckGroup, type CheckTools, type Outcome, type Verdict } from './check';
import { checkGroups } from './checkGroups';
import type { Vectors } from './Vectors';

/** A check with its place in the order of all. */
export interface PlannedCheck {
  readonly index: number;
  readonly group: CheckGroup;
  readonly check: Check;
}

export interface CheckResult extends PlannedCheck {
  readonly outcome: Outcome;
  readonly verdict: Verdict;
}

/** Often enough to be seen moving; each batch has the page draw its tables anew. */
const batchMs = 150;

/** Enough to keep the workers busy while others are read. */
const checksAtOnce = 8;

/** Every check of every group. */
export async function planChecks(vectors: Vectors): Promise<readonly PlannedCheck[]> {
  const plan: Omit<PlannedCheck, 'index'>[] = [];
  for (const group of checkGroups) {
    for (const check of await group.list(vectors)) plan.push({ group, check });
  }
  return plan.map((planned, index) => ({ ...planned, index }));
}

/**
 * Runs the checks and yields their results in batches, in no set order, leaving the page time in between. A check that
 * throws has failed; the others go on.
 * @throws PoolBrokenError when no worker starts; the signal's reason once it is aborted
 */
export async function* runChecks(
  plan: readonly PlannedCheck[],
  tools: CheckTools,
  signal: AbortSignal
): AsyncGenerator<readonly CheckResult[]> {
  const pacer = new Pacer(signal);
  let batch: CheckResult[] = [];
  let batchStartMs = performance.now();
  for await (const result of mapConcurrently(plan, checksAtOnce, (planned) => runCheck(planned, tools))) {
    signal.throwIfAborted();
    batch.push(result);
    if (pacer.isDue) await pacer.pause();
    if (performance.now() - batchStartMs < batchMs) continue;
    yield batch;
    batch = [];
    batchStartMs = performance.now();
  }
  yield batch;
}

async function runCheck(planned: PlannedCheck, tools: CheckTools): Promise<CheckResult> {
  const outcome = await tryCheck(planned.check, tools);
  return { ...planned, outcome, verdict: judge(planned.check, outcome) };
}

async function tryCheck(check: Check, tools: CheckTools): Promise<Outcome> {
  try {
    return await check.run(tools);
  } catch (error) {
    if (error instanceof PoolBrokenError) throw error;
    return { got: describeError(error), passes: false };
  }
}
