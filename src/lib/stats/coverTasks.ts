import { taskNames, tasks } from '../benchmark/tasks';
import type { Format, Task } from '../core/sample';
import type { ScoreRow } from '../core/score';

export interface CoveredTask {
  readonly task: Task;
  readonly format: Format;
  /** Rows found; 0 for a task that is missing. */
  readonly found: number;
  readonly scored: number;
}

/** All 16 tasks in the benchmark's order, with what the rows have of each. */
export function coverTasks(rows: readonly ScoreRow[]): readonly CoveredTask[] {
  const counts = new Map(taskNames.map((task) => [task, { found: 0, scored: 0 }]));
  for (const { task, unscored } of rows) {
    const count = task && counts.get(task);
    if (!count) continue;
    count.found++;
    if (unscored === null) count.scored++;
  }
  return taskNames.map((task) => ({ task, format: tasks[task].format, ...counts.get(task)! }));
}
