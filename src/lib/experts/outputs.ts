import { sha256HexOfText } from '../core/hash';
import type { JsonObject } from '../core/json';
import type { Run } from '../core/run';
import type { Format, Task } from '../core/sample';
import type { Drop } from '../predictions/drop';
import { shorten, type Assignment } from './assignment';

/** What a system gave for a sample, as far as a rater needs it. */
export interface ReviewOutput {
  readonly system: string;
  readonly sampleId: string;
  readonly format: Format;
  readonly task: Task;
  /** The file that the record was read from: image paths start there. */
  readonly file: string;
  readonly record: JsonObject;
}

/** The outputs of a run that can be rated: scored, and the only one of their sample. */
export function listRunOutputs({ system, rows }: Pick<Run, 'system' | 'rows'>): ReviewOutput[] {
  return keepUnique(
    rows.flatMap(({ sampleId, format, task, file, record, unscored }) =>
      record && format && task && sampleId !== '' && unscored === null
        ? [{ system, sampleId, format, task, file, record }]
        : []
    )
  );
}

/** The same of dropped files, scored or not yet. */
export function listDropOutputs({ systems }: Pick<Drop, 'systems'>): ReviewOutput[] {
  return systems.flatMap(({ system, rows }) =>
    keepUnique(
      rows.flatMap((row) => {
        if (row.status !== 'ready') return [];
        const { sample, file, record } = row.prediction;
        const { sampleId, format, task } = sample;
        return [{ system, sampleId, format, task, file, record }];
      })
    )
  );
}

function keepUnique(outputs: readonly ReviewOutput[]): ReviewOutput[] {
  const counts = new Map<string, number>();
  for (const { sampleId } of outputs) counts.set(sampleId, (counts.get(sampleId) ?? 0) + 1);
  return outputs.filter(({ sampleId }) => counts.get(sampleId) === 1);
}

export async function hashItem(
  salt: string,
  { sampleId, system }: Pick<ReviewOutput, 'sampleId' | 'system'>
): Promise<string> {
  return shorten(await sha256HexOfText(JSON.stringify([salt, sampleId, system])));
}

export async function hashContent(salt: string, { record }: Pick<ReviewOutput, 'record'>): Promise<string> {
  const texts = ['instruction', 'answer', 'response'].map((field) => record[field] ?? null);
  return shorten(await sha256HexOfText(JSON.stringify([salt, ...texts])));
}

/**
 * The outputs behind an assignment's items, among those at hand. The first of several equal ones counts; one whose texts
 * are not those that were assigned is not taken, and listed under `changed`.
 */
export async function findOutputs(
  { salt, items }: Pick<Assignment, 'salt' | 'items'>,
  outputs: Iterable<ReviewOutput>
): Promise<{ readonly found: ReadonlyMap<string, ReviewOutput>; readonly changed: ReadonlySet<string> }> {
  const wanted = new Map(items.map((item) => [item.id, item]));
  const sampleIds = new Set(items.map(({ sampleId }) => sampleId));
  const found = new Map<string, ReviewOutput>();
  const changed = new Set<string>();
  for (const output of outputs) {
    if (!sampleIds.has(output.sampleId)) continue;
    const item = wanted.get(await hashItem(salt, output));
    if (!item || found.has(item.id)) continue;
    if ((await hashContent(salt, output)) === item.content) found.set(item.id, output);
    else changed.add(item.id);
  }
  for (const id of found.keys()) changed.delete(id);
  return { found, changed };
}
