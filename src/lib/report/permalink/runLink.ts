import * as v from 'valibot';
import { DataError } from '../../core/problem';
import type { MetricMeta } from '../../metrics/metric';
import type { FormatGroup, Group } from '../../stats/aggregate';
import { readFragment, writeFragment } from './fragment';
import { linkMetric, readMetric } from './linkMetrics';
import { linkFormats, linkModalities, linkTasks, positionOf } from './linkNames';
import {
  hasDistinctLines,
  runLinkSchema,
  type LinkedFormat,
  type LinkedPart,
  type RunLinkContent
} from './linkSchema';
import { packPart, packTotal, unpackPart, unpackTotal } from './packCells';
import { omissions, type SharedCell, type SharedRun } from './SharedRun';

/** Every messenger known to us passes a link of this length; breakdowns are left out rather than going over it. */
export const aimedCharacters = 1900;

/** Some messengers cut what is longer. */
export const safeCharacters = 3900;

/** A fragment, and what it had to leave out. */
export interface RunLink {
  readonly fragment: string;
  readonly shared: SharedRun;
}

/**
 * The fragment of a link to a run, without `#r=`. Where it would be too long, it leaves out the breakdowns, one after
 * the other in the order of `omissions`, until it fits or none is left.
 * @param otherCharacters the rest of the link
 */
export async function writeRunLink(shared: SharedRun, otherCharacters: number): Promise<RunLink> {
  for (let count = 0; ; count++) {
    const kept = omit(shared, count);
    const fragment = await writeFragment(pack(kept, count));
    const fits = fragment.length + otherCharacters <= aimedCharacters;
    if (fits || count === omissions.length) return { fragment, shared: kept };
  }
}

/** @throws DataError as `readFragment` does, and `link-content` when it holds no run */
export async function readRunLink(fragment: string): Promise<SharedRun> {
  const parsed = v.safeParse(runLinkSchema, await readFragment(fragment), { abortEarly: true });
  if (!parsed.success) {
    const path = v.getDotPath(parsed.issues[0]) ?? 'content';
    throw describeContent(path, parsed.issues[0].message);
  }
  if (!hasDistinctLines(parsed.output)) throw describeContent('content', 'the same line twice');
  return unpack(parsed.output);
}

function omit(shared: SharedRun, count: number): SharedRun {
  const omitted = omissions.slice(0, count);
  const official = new Set(shared.metrics.filter(({ group }) => group === 'official').map(({ id }) => id));
  const isKept = (id: string) => count < 2 || official.has(id);
  const groups = shared.groups.map((group) => ({
    ...group,
    byModality: count < 1 ? group.byModality : [],
    byTask: count < 3 ? group.byTask.map((part) => ({ ...part, cells: pick(part.cells, isKept) })) : []
  }));
  return { ...shared, groups, omitted };
}

function pick<Value>(map: ReadonlyMap<string, Value>, isKept: (key: string) => boolean) {
  return new Map([...map].filter(([key]) => isKept(key)));
}

function pack(shared: SharedRun, omitted: number): RunLinkContent {
  const { system, protocol, dataset, revision, day, counts, predictions, metrics, groups } = shared;
  const { found, scored, unscored, missing } = counts;
  return {
    system: shorten(system, 200),
    protocol: shorten(protocol, 120),
    dataset: shorten(dataset, 200),
    revision: revision && shorten(revision, 80),
    day,
    counts: [found, scored, unscored, missing],
    predictions,
    metrics: metrics.map(linkMetric),
    groups: groups.map((group) => packFormat(group, metrics)),
    omitted
  };
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function packFormat(group: FormatGroup<SharedCell>, metrics: readonly MetricMeta[]): LinkedFormat {
  const { key, found, unscored, cells, byTask, byModality } = group;
  return [
    positionOf(linkFormats, key),
    found,
    unscored,
    metrics.map(({ id }) => packTotal(cells.get(id))),
    byTask.map((part) => packGroup(part, positionOf(linkTasks, part.key), metrics)),
    byModality.map((part) => packGroup(part, positionOf(linkModalities, part.key), metrics))
  ];
}

function packGroup<Key>(
  { found, unscored, cells }: Group<Key, SharedCell>,
  position: number,
  metrics: readonly MetricMeta[]
): LinkedPart {
  return [position, found, unscored, metrics.map(({ id }) => packPart(cells.get(id)))];
}

function unpack(content: RunLinkContent): SharedRun {
  const { counts, groups, omitted, ...rest } = content;
  const [found, scored, unscored, missing] = counts;
  const metrics = content.metrics.map(readMetric);
  return {
    ...rest,
    counts: { found, scored, unscored, missing },
    metrics: metrics.filter((meta) => meta !== null),
    groups: groups.map((group) => unpackFormat(group, metrics)),
    omitted: omissions.slice(0, omitted)
  };
}

type Columns = readonly (MetricMeta | null)[];

function unpackFormat(
  [position, found, unscored, cells, byTask, byModality]: LinkedFormat,
  columns: Columns
): FormatGroup<SharedCell> {
  return {
    key: linkFormats[position] ?? null,
    found,
    unscored,
    reasons: [],
    cells: unpackCells(cells, columns, unpackTotal),
    byTask: byTask.map((part) => ({ ...unpackGroup(part, columns), key: linkTasks[part[0]] ?? null })),
    byModality: byModality.map((part) => ({
      ...unpackGroup(part, columns),
      key: linkModalities[part[0]] ?? 'unknown'
    }))
  };
}

function unpackGroup([, found, unscored, cells]: LinkedPart, columns: Columns) {
  return { found, unscored, reasons: [], cells: unpackCells(cells, columns, unpackPart) };
}

function unpackCells<Cell>(
  cells: readonly Cell[],
  columns: Columns,
  unpackCell: (cell: Cell, meta: MetricMeta) => SharedCell | null
): ReadonlyMap<string, SharedCell> {
  const found = new Map<string, SharedCell>();
  cells.forEach((cell, i) => {
    const meta = columns[i];
    const unpacked = meta && unpackCell(cell, meta);
    if (meta && unpacked) found.set(meta.id, unpacked);
  });
  return found;
}

function describeContent(field: string, message: string): DataError {
  return new DataError({
    code: 'link-content',
    where: { field },
    what: 'this link is whole, but it does not hold a run',
    got: `${field}: ${message}`.slice(0, 200)
  });
}
