import { tasks } from '../../src/lib/benchmark/tasks';
import type { Task } from '../../src/lib/core/sample';
import type { ReviewOutput } from '../../src/lib/experts/outputs';

/** One system's outputs of so many samples a task. */
export function makeOutputs(system: string, counts: Partial<Record<Task, number>>): ReviewOutput[] {
  return Object.entries(counts).flatMap(([name, count]) => {
    const task = name as Task;
    return Array.from({ length: count }, (_, index): ReviewOutput => {
      const sampleId = `${task}-${String(index).padStart(4, '0')}`;
      const record = { sample_id: sampleId, instruction: 'What is seen?', response: `Finding ${index}` };
      return { system, sampleId, format: tasks[task].format, task, file: `${system}.jsonl`, record };
    });
  });
}
