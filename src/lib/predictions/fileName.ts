import type { Format } from '../core/sample';
import { folderOf, splitPath } from '../dataset/filePath';

/** What the place and the name of a prediction file say, e.g. `predictions/gpt_edit_part0_local_metrics.jsonl`. */
export interface FileName {
  /** The name without format word, part, evaluation suffix and ending; of a file that is only called `edit.jsonl`, its folder. */
  readonly system: string;
  /** The folder or archive that the system's files lie in; folders named after a format or a part are not told apart. */
  readonly place: string;
  readonly format: Format | null;
  /** What is written behind the name of a file that is one of several: `part0`, `00000-of-00002`. */
  readonly part: string | null;
  /** The suffix that the official evaluator puts on a file that it has scored. */
  readonly evaluation: 'none' | 'with-vlm' | 'local-metrics';
}

const formatWords: readonly (readonly [Format, string])[] = [
  ['vqa', 'vqa'],
  ['edit', String.raw`(?:image[_-]?)?edit(?:s|ing)?`],
  ['generate', String.raw`(?:multimodal[_-]?|mm[_-]?)?(?:generate|generation|gen)`]
];

const partWords = String.raw`(?:part|shard|chunk|split|rank|worker|gpu|process|proc)[ _.-]?\d+`;
const partNumbers = String.raw`\d+[ _-]?of[ _-]?\d+`;
/** Spark writes `part-00000-{uuid}-c000.snappy.parquet`. */
const sparkJob = String.raw`(?:-[0-9a-f-]{8,}-c\d+)?(?:\.(?:snappy|gzip|zstd|lz4|brotli))?`;
const part = new RegExp(String.raw`(?:^|[ _.-])(${partWords}|${partNumbers})${sparkJob}$`, 'i');
/** What browsers and file managers add to the name of a second file. */
const copy = /[ _]?(\(\d+\)|- copy(?: \(\d+\))?| copy(?: \d+)?)$/i;
const evaluation = /_(local_metrics|with_vlm)$/i;

const archiveEnding = /\.(?:zip|tar|tgz|tar\.gz)$/i;
const endings = /(?:\.(?:table|jsonl?|ndjson|jsonlines|jl|csv|tsv|tab|parquet|parq|pq|txt|dat|out|gz))+$/i;

/**
 * Source: MedGEN-Bench inference and evaluator (2026): `{vlm}[_{image model}]_{vqa|edit|generate}[_with_vlm|_local_metrics].jsonl`;
 * the other spellings are those of people and of tools that write in parts.
 */
export function parseFileName(path: string): FileName {
  const name = nameOf(path);
  const words = takeWords(stemOf(path));
  const folders = splitPath(folderOf(path));
  while (folders.length > 0 && isShared(folders.at(-1)!)) folders.pop();
  const plain = name.replace(/\.[^.]+$/, '');
  return { ...words, system: words.system || folders.at(-1) || plain, place: folders.join('/') };
}

const nameOf = (path: string): string => splitPath(path).at(-1) ?? '';

/** The name without its endings. */
export const stemOf = (path: string): string => nameOf(path).replace(endings, '') || nameOf(path);

/** Takes the known words off the end of a name, in whatever order they stand there; a format at most once. */
function takeWords(stem: string): Omit<FileName, 'place'> {
  let rest = stem;
  let format: Format | null = null;
  const parts: string[] = [];
  const suffixes = new Set<string>();
  const take = (pattern: RegExp): string | null => {
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(0, found.index);
    return found ? found[1]! : null;
  };
  for (let length = -1; length !== rest.length;) {
    length = rest.length;
    const suffix = take(evaluation);
    if (suffix) suffixes.add(suffix.toLowerCase());
    const found = take(copy) ?? take(part);
    if (found) parts.unshift(found.toLowerCase());
    if (format !== null) continue;
    const word = takeFormat(rest);
    if (word) [format, rest] = word;
  }
  const evaluated = suffixes.has('with_vlm') ? 'with-vlm' : suffixes.size > 0 ? 'local-metrics' : 'none';
  return { system: rest, format, part: parts.join(' ') || null, evaluation: evaluated };
}

function takeFormat(stem: string): [Format, string] | null {
  for (const [format, word] of formatWords) {
    const found = new RegExp(String.raw`(?:^|[ _.-])${word}$`, 'i').exec(stem);
    if (found) return [format, stem.slice(0, found.index)];
  }
  return null;
}

/** A folder that holds one format or one part of several systems, or of one. */
const isShared = (folder: string): boolean => saysNothing(folder.replace(archiveEnding, ''));

/** Names a format or a part, and no system. */
export function saysNothing(name: string): boolean {
  const { system, format, part: number } = takeWords(name);
  return system === '' && (format !== null || number !== null);
}
