import type { Modality, Task } from '../../core/sample';
import type { PairedColumns } from './pairColumns';
import type { AlignedRuns } from './AlignedRuns';

/** The pairs of one task and modality. */
export interface PairGroup {
  readonly task: Task | null;
  readonly modality: Modality;
  readonly a: Float64Array<ArrayBuffer>;
  readonly b: Float64Array<ArrayBuffer>;
  /** As `AlignedRuns.findClusters` gives them. */
  readonly clusters: Uint32Array | null;
}

/** Every pair in exactly one group, each in the order of the table; groups in order of appearance. */
export function groupPairs(table: AlignedRuns, pairs: PairedColumns): readonly PairGroup[] {
  const groups = new Map<string, { task: Task | null; modality: Modality; members: number[] }>();
  for (const [index, place] of pairs.places.entries()) {
    const { task, modality } = table.samples[place]!;
    const key = `${task} ${modality}`;
    const group = groups.get(key);
    if (group) group.members.push(index);
    else groups.set(key, { task, modality, members: [index] });
  }
  return Array.from(groups.values(), ({ task, modality, members }) => ({
    task,
    modality,
    a: Float64Array.from(members, (index) => pairs.a[index]!),
    b: Float64Array.from(members, (index) => pairs.b[index]!),
    clusters: table.findClusters(Uint32Array.from(members, (index) => pairs.places[index]!))
  }));
}
