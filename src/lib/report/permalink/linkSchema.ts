import * as v from 'valibot';
import { linkFormats, linkModalities, linkTasks } from './linkNames';

/** Counts of rows: far more than any run has. */
const maxCount = 1e9;
/** A number times ten to the power of its decimals. */
const maxUnits = 1e15;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxCount));
const units = v.pipe(v.number(), v.integer(), v.minValue(-maxUnits), v.maxValue(maxUnits));
const decimals = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10));
const finite = v.pipe(v.number(), v.finite());
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const list = <Item extends v.GenericSchema>(item: Item) => v.pipe(v.array(item), v.maxLength(64));
/** A position in a list of `linkNames`. */
const positionIn = (names: readonly string[]) =>
  v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(names.length - 1));

/** `[id, version]`, or with label, variant, unit, digits, higherIsBetter, threshold, range and group. */
const metric = v.union([
  v.strictTuple([text(100), text(160)]),
  v.strictTuple([
    text(100),
    text(160),
    text(120),
    text(200),
    v.nullable(text(20)),
    decimals,
    v.nullable(v.boolean()),
    v.nullable(finite),
    v.strictTuple([v.nullable(finite), v.nullable(finite)]),
    text(20)
  ])
]);

/**
 * A cell of a breakdown, in the metric's own decimals: `[n, unscored, mean, mean − low end, high end − mean]`; without a
 * value `[0, unscored]`; 0 where the metric does not apply.
 */
const partCell = v.union([
  v.literal(0),
  v.strictTuple([count, count]),
  v.strictTuple([count, count, units, units, units])
]);

/** The same with decimals, standard deviation and the number of values that pass (null without a threshold). */
const totalCell = v.union([
  v.literal(0),
  v.strictTuple([count, count]),
  v.strictTuple([count, count, units, units, units, decimals, units, v.nullable(count)])
]);

/** `[key, found, unscored, cells]`, one cell a metric; the key is a position in `linkNames`. */
const partsOf = (names: readonly string[]) =>
  list(v.strictTuple([positionIn(names), count, count, list(partCell)]));

const format = v.strictTuple([
  positionIn(linkFormats),
  count,
  count,
  list(totalCell),
  partsOf(linkTasks),
  partsOf(linkModalities)
]);

/** The content of `#r=`, version 1. Whatever this admits is shown as text and numbers, never as markup. */
export const runLinkSchema = v.strictObject({
  system: text(200),
  protocol: text(120),
  dataset: text(200),
  revision: v.nullable(text(80)),
  day: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/)),
  counts: v.strictTuple([count, count, count, v.nullable(count)]),
  predictions: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  metrics: list(metric),
  groups: list(format),
  omitted: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3))
});

export type RunLinkContent = v.InferOutput<typeof runLinkSchema>;
export type LinkedMetric = v.InferOutput<typeof metric>;
export type LinkedPartCell = v.InferOutput<typeof partCell>;
export type LinkedTotalCell = v.InferOutput<typeof totalCell>;
export type LinkedFormat = v.InferOutput<typeof format>;
export type LinkedPart = LinkedFormat[4][number];

/** Tables have one line a key, so a link that gives a key twice is none of ours. */
export function hasDistinctLines({ metrics, groups }: RunLinkContent): boolean {
  const tables = [metrics, groups, ...groups.flatMap(([, , , , byTask, byModality]) => [byTask, byModality])];
  return tables.every((lines) => new Set(lines.map(([key]) => key)).size === lines.length);
}
