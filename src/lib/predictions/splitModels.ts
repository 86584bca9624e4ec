import type { Problem } from '../core/problem';
import type { SortedFile } from './classifyRecords';
import { firstRecords } from './fileFields';
import { listModelFields, modelOf } from './modelField';
import { count, quote, quoteSome } from './quote';
import type { RecordRow } from './recordRow';

export interface SplitFiles {
  readonly files: readonly SortedFile[];
  readonly problems: readonly Problem[];
}

/**
 * A file in which records name several models is a file of each: rows of two systems are never scored as one. Each is called
 * as if it lay in a folder of the file's name, `all_vqa.jsonl/gpt.jsonl`, and its rows keep their lines. A row that cannot be
 * read, or names no model, stays with the file's own name.
 */
export function splitModels(files: readonly SortedFile[]): SplitFiles {
  const problems: Problem[] = [];
  const split = files.flatMap((file) => {
    const field = file.kind === 'predictions' || file.kind === 'imported' ? findField(file.rows) : null;
    if (field === null) return [file];
    const parts = groupRows(file.rows, field);
    const models = [...parts.keys()].filter((model) => model !== null);
    problems.push(describeSplit(file.path, field, models));
    return [...parts].map(([model, rows]) =>
      model === null ? { ...file, rows } : toPart(file, model, rows)
    );
  });
  return { files: split, problems };
}

/** The first such field that holds several names; null where there is none. */
function findField(rows: readonly RecordRow[]): string | null {
  return listModelFields(firstRecords({ rows })).find((field) => holdsModels(rows, field)) ?? null;
}

/** More are no models, but something that each record has of its own. */
const mostModels = 64;

/** A few words, and no prompt: that may stand under `system`, too. */
const isName = (text: string) => text.length <= 80 && /^\S+(?: \S+){0,4}$/.test(text);

function holdsModels(rows: readonly RecordRow[], field: string): boolean {
  const models = new Set<string>();
  for (const row of rows) {
    const model = 'record' in row ? modelOf(row.record, field) : null;
    if (model === null) continue;
    models.add(model.toLowerCase());
    if (!isName(model) || models.size > mostModels) return false;
  }
  return models.size > 1;
}

/** By model, as it is first written: case tells no two apart. Null for rows that name none. */
function groupRows(rows: readonly RecordRow[], field: string): Map<string | null, RecordRow[]> {
  const groups = new Map<string | null, RecordRow[]>();
  const names = new Map<string, string>();
  for (const row of rows) {
    const written = 'record' in row ? modelOf(row.record, field) : null;
    const folded = written?.toLowerCase() ?? '';
    const model = written && (names.get(folded) ?? written);
    if (model !== null) names.set(folded, model);
    const group = groups.get(model);
    if (group) group.push(row);
    else groups.set(model, [row]);
  }
  return groups;
}

function toPart(file: SortedFile, model: string, rows: readonly RecordRow[]): SortedFile {
  const path = partPath(file.path, model);
  const { place, system } = file.name;
  // Files that are one system but for the models in them have the same models.
  const name = { ...file.name, place: `${place}/${system}`, system: model };
  const { repeats } = file;
  return { ...file, path, rows, name, ...(repeats !== undefined && { repeats: partPath(repeats, model) }) };
}

/** A slash in a name of a model is no folder. */
const partPath = (path: string, model: string) => `${path}/${model.replaceAll(/[/\\]/g, '_')}.jsonl`;

function describeSplit(file: string, field: string, models: readonly string[]): Problem {
  return {
    code: 'models-split',
    severity: 'warning',
    where: { file, field },
    what: `the records name ${count(models.length, 'model')} in ${quote(field)}, ${quoteSome(models.map(quote))}; each is a system of its own (join them under Check where they are one)`
  };
}
