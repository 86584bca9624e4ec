import type { Format, Task } from '../core/sample';

interface TaskFacts {
  readonly format: Format;
  readonly label: string;
}

/** The 16 tasks in the order of the paper's tables. Source: MedGEN-Bench evaluator (2026), `SUPPORTED_PAPER_TASKS`. */
export const tasks: Readonly<Record<Task, TaskFacts>> = {
  'multiple-choice': { format: 'vqa', label: 'Multiple choice' },
  'blank-filling': { format: 'vqa', label: 'Blank filling' },
  'report-generation': { format: 'vqa', label: 'Report generation' },
  'question-answering': { format: 'vqa', label: 'Question answering' },
  'style-transfer': { format: 'edit', label: 'Style transfer' },
  'artifact-removal': { format: 'edit', label: 'Artifact removal' },
  'noise-reconstruction': { format: 'edit', label: 'Noise reconstruction' },
  'resolution-editing': { format: 'edit', label: 'Resolution editing' },
  'contrast-enhancement': { format: 'edit', label: 'Contrast enhancement' },
  'anatomical-annotation': { format: 'edit', label: 'Anatomical annotation' },
  'disease-prediction': { format: 'generate', label: 'Disease prediction' },
  'instruction-editing': { format: 'generate', label: 'Instruction editing' },
  'organic-removal': { format: 'generate', label: 'Organic removal' },
  'organic-reconstruction': { format: 'generate', label: 'Organic reconstruction' },
  '3d-to-2d-projection': { format: 'generate', label: '3D-to-2D projection' },
  '2d-to-3d-reconstruction': { format: 'generate', label: '2D-to-3D reconstruction' }
};

export const taskNames = Object.keys(tasks) as readonly Task[];

/** Names that older files use. */
export const taskAliases: Readonly<Record<string, Task>> = {
  'multi-choice': 'multiple-choice',
  'question-answer': 'question-answering',
  'resolution-edit': 'resolution-editing',
  'instruction-edit': 'instruction-editing',
  'dye-transfer': 'style-transfer',
  '3d-2d-projection': '3d-to-2d-projection',
  '2d-3d-reconstruction': '2d-to-3d-reconstruction',
  'organ-removal': 'organic-removal',
  'organ-reconstruction': 'organic-reconstruction'
};

/** Names of a whole mission: with one of these (or none) the task is in `sub-category` or `paper_subtask`. */
export const genericTaskNames: ReadonlySet<string> = new Set([
  '',
  'image-edit',
  'image-editing',
  'multimodal-generation',
  'generate',
  'generation'
]);

const isTask = (name: string): name is Task => Object.hasOwn(tasks, name);

/** The name in lower case with `-` for `_`, aliases resolved; it may still be unknown. */
function normaliseTaskName(written: string): string {
  const name = written.trim().toLowerCase().replaceAll('_', '-');
  return Object.hasOwn(taskAliases, name) ? taskAliases[name]! : name;
}

/**
 * The task of a record, or null when its name is none of the 16.
 * @param paperTask the record's `paper_task`
 * @param subCategory the record's `sub-category`, or `paper_subtask`
 */
export function findTask(paperTask: string, subCategory: string): Task | null {
  const specific = normaliseTaskName(paperTask);
  const name = genericTaskNames.has(specific) && subCategory ? normaliseTaskName(subCategory) : specific;
  return isTask(name) ? name : null;
}
