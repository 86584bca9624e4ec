import type { SharedRun } from '../../../src/lib/report/permalink/SharedRun';

/** What a link means, as JSON: the numbers and the names, without the definitions that this release adds to them. */
export function toPlain(run: SharedRun): unknown {
  const metrics = run.metrics.map(({ id, version, label, unit }) => ({ id, version, label, unit }));
  return JSON.parse(
    JSON.stringify({ ...run, metrics }, (_, value: unknown) =>
      value instanceof Map ? Object.fromEntries(value) : value
    )
  ) as unknown;
}
