import type { FieldMapping } from '../core/run';
import type { SystemPredictions } from './drop';

/** What the person said of dropped files, by their paths. It goes before what names and places say. */
export interface FileChoices {
  /** File → the system that it belongs to; files of one name are one system. */
  readonly systems: ReadonlyMap<string, string>;
  /** File → which of its fields are those of a prediction. */
  readonly fields: ReadonlyMap<string, FieldMapping>;
  /** The same by the shape of a file, as it was said of earlier ones. */
  readonly shapes: ReadonlyMap<string, FieldMapping>;
  /** Files that are the dataset, whatever their fields are called. */
  readonly datasets: ReadonlySet<string>;
  /** Files whose ids, where the dataset lacks them, mean the nearest that it has. */
  readonly matchedIds: ReadonlySet<string>;
}

export const noChoices: FileChoices = {
  systems: new Map(),
  fields: new Map(),
  shapes: new Map(),
  datasets: new Set(),
  matchedIds: new Set()
};

/** Gives a system a name. Where another one has it already, the two become one. */
export function renameSystem(
  choices: FileChoices,
  systems: readonly SystemPredictions[],
  from: string,
  to: string
): FileChoices {
  const chosen = new Map(choices.systems);
  for (const { system, files } of systems) {
    if (system === from || system === to) for (const { path } of files) chosen.set(path, to);
  }
  return { ...choices, systems: chosen };
}

/** Makes a system of each prediction file, named as the file. Files that only give it scores go to where names lead them. */
export function splitSystem(
  choices: FileChoices,
  systems: readonly SystemPredictions[],
  name: string
): FileChoices {
  const chosen = new Map(choices.systems);
  const taken = new Set(systems.map(({ system }) => system).filter((system) => system !== name));
  for (const { path, holds } of systems.find(({ system }) => system === name)?.files ?? []) {
    if (holds === 'scores') chosen.delete(path);
    else chosen.set(path, takeName(path, taken));
  }
  return { ...choices, systems: chosen };
}

/** As much of the end of the path as tells it from the others. */
function takeName(path: string, taken: Set<string>): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const names = parts.map((_, i) => parts.slice(-1 - i).join('/'));
  const name = names.find((one) => !taken.has(one)) ?? path;
  taken.add(name);
  return name;
}
