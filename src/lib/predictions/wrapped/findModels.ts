import { findModality } from '../../benchmark/modalities';
import { findTask } from '../../benchmark/tasks';
import { saysNothing } from '../fileName';
import { plainNames } from '../nameGroups';

/** Names of lists that part the records of one system: by what they are for, by how they ended, by number. */
const partNames =
  /^(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|all|rest|batch|fold|page|(?:in)?correct|right|wrong|pass(?:ed)?|success(?:es|ful)?|fail(?:ed|ures?)?|errors?|completed?|done|(?:in)?valid|(?:un)?matched)?[ _.-]?\d*$/i;

/**
 * The models that several lists are named after, `{"gpt": […], "llava": […]}`; null where their names are those of formats, tasks,
 * modalities or parts. The names are what tells the paths of the lists apart.
 */
export function findModels(paths: readonly (readonly string[])[]): readonly string[] | null {
  const [first] = paths;
  if (!first || paths.length < 2) return null;
  const at = first.findIndex((name, i) => paths.some((path) => path[i] !== name));
  const names = paths.map((path) => path[at] ?? '');
  return new Set(names).size === names.length && names.every(mayBeModel) ? names : null;
}

function mayBeModel(written: string): boolean {
  const name = written.replace(/\.(?:jsonl?|csv|tsv|parquet)$/i, '');
  const isPart = partNames.test(name) || plainNames.test(name) || saysNothing(name);
  return !isPart && !findTask(name, '') && findModality(name) === 'unknown';
}
