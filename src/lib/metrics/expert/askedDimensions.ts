import { judgeDimensions, type JudgeDimension } from '../../benchmark/importedKeys';
import { taskNames } from '../../benchmark/tasks';
import type { Task } from '../../core/sample';

/** A chosen option neither shows nor describes anything: there is no anatomy in it, and no second modality to agree with. */
const ofNoChoice: readonly JudgeDimension[] = ['anatomical_accuracy', 'cross_modal_consistency'];

const ofChoice = judgeDimensions.filter((dimension) => !ofNoChoice.includes(dimension));

/** The dimensions of the rubric that an output of the task is rated by, in the rubric's order. */
export function askedDimensions(task: Task): readonly JudgeDimension[] {
  return task === 'multiple-choice' ? ofChoice : judgeDimensions;
}

/** The tasks whose outputs are rated by a dimension; undefined where that is all. */
export function listAskedTasks(dimension: JudgeDimension): readonly Task[] | undefined {
  const asked = taskNames.filter((task) => askedDimensions(task).includes(dimension));
  return asked.length < taskNames.length ? asked : undefined;
}
