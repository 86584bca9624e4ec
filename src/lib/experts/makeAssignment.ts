import { sha256HexOfText } from '../core/hash';
import type { Task } from '../core/sample';
import { assignmentSchema, computeDigest, shorten, type Assignment, type AssignmentItem } from './assignment';
import { drawSample, shuffleItems, type Stratum } from './drawSample';
import { hashContent, hashItem, type ReviewOutput } from './outputs';

export interface AssignmentOptions extends Pick<
  Assignment,
  'title' | 'createdAt' | 'scale' | 'showsReference' | 'perTask' | 'seed'
> {
  /** Random, at least 16 characters: without it the hashes of known names could be told by looking them up. */
  readonly salt: string;
}

/** What would be drawn. `outputs` has one list a system. */
export function planSample(
  outputs: readonly (readonly ReviewOutput[])[],
  perTask: number,
  seed: number
): { readonly strata: readonly Stratum[]; readonly left: number } {
  const shared = listShared(outputs);
  const candidates = new Map<Task, string[]>();
  for (const [sampleId, task] of shared) candidates.set(task, [...(candidates.get(task) ?? []), sampleId]);
  const all = new Set(outputs.flat().map(({ sampleId }) => sampleId));
  return { strata: drawSample(candidates, perTask, seed), left: all.size - shared.size };
}

/** Draws a stratified sample of what all systems have, and puts its outputs in random order without their systems. */
export async function makeAssignment(
  outputs: readonly (readonly ReviewOutput[])[],
  options: AssignmentOptions
): Promise<Assignment> {
  const { salt, seed, perTask } = options;
  const { strata } = planSample(outputs, perTask, seed);
  const drawn = new Set(strata.flatMap(({ sampleIds }) => sampleIds));
  const items: AssignmentItem[] = [];
  for (const output of outputs.flat()) {
    const { sampleId, format, task } = output;
    if (!drawn.has(sampleId)) continue;
    const [id, content] = await Promise.all([hashItem(salt, output), hashContent(salt, output)]);
    items.push({ id, sampleId, format, task, content });
  }
  // By hash first: the order of the runs must not come back by undoing the shuffle, whose seed is in the file.
  items.sort((a, b) => (a.id < b.id ? -1 : 1));
  const { title, createdAt, scale, showsReference } = options;
  const id = shorten(await sha256HexOfText(JSON.stringify(['assignment', salt])));
  const order = shuffleItems(items, seed);
  const content = { id, title, createdAt, scale, showsReference, perTask, seed, salt, items: order };
  const whole = { schema: assignmentSchema, ...content } as const;
  return { ...whole, digest: await computeDigest(whole) };
}

/** Samples that every system has, with their task. */
function listShared(outputs: readonly (readonly ReviewOutput[])[]): ReadonlyMap<string, Task> {
  const [first = [], ...others] = outputs;
  const ids = others.map((list) => new Set(list.map(({ sampleId }) => sampleId)));
  return new Map(
    first
      .filter(({ sampleId }) => ids.every((known) => known.has(sampleId)))
      .map(({ sampleId, task }) => [sampleId, task])
  );
}
