import { splitPath } from '../dataset/filePath';
import type { SortedFile } from './classifyRecords';

interface Unnamed {
  readonly chosen: string | null;
  /** One of its files. */
  readonly file: SortedFile;
}

/** Names that say what the files are for, and nothing of the system that wrote them. */
export const plainNames =
  /^(?:predictions?|preds?|results?|outputs?|responses?|answers?|generations?|inference|eval|test|data|run|file|model_outputs?|samples?)$/i;

const archiveEnding = /\.(?:zip|tar|tgz|tar\.gz)$/i;

/**
 * A name for each group, no two the same: what its files are called, and where others are called so too, what tells their
 * places apart: `gpt` and `llava` for `runs/gpt/predictions.jsonl` and `runs/llava/predictions.jsonl`.
 */
export function nameGroups(groups: readonly Unnamed[]): string[] {
  const names = groups.map(({ chosen, file }) => chosen ?? file.name.system);
  for (const same of findNamesakes(names)) {
    const places = tellApart(same.map((i) => splitPath(groups[i]!.file.name.place)));
    same.forEach((i, nth) => {
      if (groups[i]!.chosen === null) names[i] = joinName(names[i]!, places[nth]!);
    });
  }
  for (const same of findNamesakes(names)) {
    for (const i of same.slice(1)) {
      if (groups[i]!.chosen === null) names[i] = `${names[i]} (${splitPath(groups[i]!.file.path).at(-1)})`;
    }
  }
  return makeUnique(names, groups);
}

/** Places of the groups that have one name, whatever the case of its letters. */
function findNamesakes(names: readonly string[]): number[][] {
  const byName = new Map<string, number[]>();
  names.forEach((name, i) => {
    const key = name.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), i]);
  });
  return [...byName.values()].filter((same) => same.length > 1);
}

/** What is left of several paths without the folders that they begin and end with alike. */
function tellApart(paths: readonly (readonly string[])[]): string[] {
  const shortest = Math.min(...paths.map((path) => path.length));
  const isAlike = (at: number) => paths.every((path) => path.at(at) === paths[0]!.at(at));
  let start = 0;
  while (start < shortest && isAlike(start)) start++;
  let end = 0;
  while (end < shortest - start && isAlike(-1 - end)) end++;
  const rest = paths.map((path) => path.slice(start, path.length - end).join('/'));
  const short = rest.map((place) => place.replace(archiveEnding, ''));
  return new Set(short).size === new Set(rest).size ? short : rest;
}

function joinName(name: string, place: string): string {
  if (place === '') return name;
  return plainNames.test(name) ? place : `${name} (${place})`;
}

/** What the person chose stays; of the others the later ones are numbered. */
function makeUnique(names: readonly string[], groups: readonly Unnamed[]): string[] {
  const taken = new Set(groups.flatMap(({ chosen }) => chosen ?? []));
  return names.map((name, i) => {
    if (groups[i]!.chosen !== null) return name;
    let unique = name;
    for (let nth = 2; taken.has(unique); nth++) unique = `${name} ${nth}`;
    taken.add(unique);
    return unique;
  });
}
