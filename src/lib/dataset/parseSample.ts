import { choicesOf } from '../benchmark/choices';
import { findModality } from '../benchmark/modalities';
import { findTask, taskNames, tasks } from '../benchmark/tasks';
import type { JsonObject, JsonValue } from '../core/json';
import { DataError, type Place } from '../core/problem';
import type { Format, Sample, Task } from '../core/sample';

/** Other spellings of a format in `category` and `paper_format`, in lower case without separators. */
const formatAliases: Readonly<Record<string, Format>> = {
  vqa: 'vqa',
  imageediting: 'edit',
  imageedit: 'edit',
  multimodalgeneration: 'generate',
  mmgeneration: 'generate'
};

/**
 * The sample that a record describes: one of the dataset, or of a prediction, which carries its sample with it.
 * @throws DataError `unknown-task`
 */
export function parseSample(record: JsonObject, sampleId: string, where: Place): Sample {
  const task = taskOf(record);
  if (!task) throw describeUnknownTask(record, sampleId, where);
  const modalityAsWritten = textOf(record['modality']);
  return {
    sampleId,
    format: formatOf(record) ?? tasks[task].format,
    task,
    subtask: textOf(record['paper_subtask']) || null,
    modality: findModality(modalityAsWritten),
    modalityAsWritten,
    instruction: textOf(record['instruction']),
    choices: choicesOf(record),
    answer: record['answer'] ?? undefined,
    inputImages: firstFilled(pathsOf(record['input_images']), pathsOf(record['input_image'])),
    referenceImage:
      firstFilled(pathsOf(record['ground_truth_image']), pathsOf(record['ground_truth_images']))[0] ?? null
  };
}

/** The task of a record under any of its names; null when it is none of the 16. */
export function taskOf(record: JsonObject): Task | null {
  return findTask(
    textOf(record['paper_task']),
    textOf(record['sub-category']) || textOf(record['paper_subtask'])
  );
}

/** The format that a record says it has; null when it says none. */
export function formatOf(record: JsonObject): Format | null {
  for (const field of ['category', 'paper_format']) {
    const name = textOf(record[field])
      .toLowerCase()
      .replaceAll(/[\s_-]/g, '');
    if (Object.hasOwn(formatAliases, name)) return formatAliases[name]!;
  }
  return null;
}

/** A text field; numbers are read as text, anything else as empty. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A field that holds one path, a list of them, or a list in a list. */
export function pathsOf(value: JsonValue | undefined): string[] {
  const items: unknown[] = [value].flat(2);
  return items.filter((path) => typeof path === 'string' && path.trim() !== '') as string[];
}

function firstFilled(...lists: string[][]): string[] {
  return lists.find((list) => list.length > 0) ?? [];
}

function describeUnknownTask(record: JsonObject, sampleId: string, where: Place): DataError {
  const names = ['paper_task', 'sub-category', 'paper_subtask'].map((field) => textOf(record[field]));
  return new DataError({
    code: 'unknown-task',
    where: { ...where, sampleId, field: 'paper_task' },
    what: `unknown task of sample ${JSON.stringify(sampleId)}`,
    got: JSON.stringify(names.find((name) => name !== '') ?? ''),
    expected: `one of ${taskNames.join(', ')}`
  });
}
