import * as v from 'valibot';
import { boardMetricIds } from '../../benchmark/boardRules';
import { formatNames } from '../../benchmark/formats';
import { systemKinds } from '../../benchmark/publishedResults';
import { leaderboardSchema } from './leaderboardFile';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const finite = v.pipe(v.number(), v.finite());
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100));

const mean = v.strictObject({
  n: count,
  mean: finite,
  ciLow: v.nullable(finite),
  ciHigh: v.nullable(finite)
});

const judge = v.strictObject({
  view: v.picklist(['w-gt', 'wo-gt']),
  model: name,
  scale: v.picklist([10, 5]),
  prompt: name,
  promptHash: digest
});

const format = v.strictObject({
  samples: count,
  metrics: v.record(v.picklist(boardMetricIds), mean)
});

/** The shape of a leaderboard file; `static/schema/leaderboard-1.json` says the same. */
export const leaderboardContent = v.strictObject({
  schema: v.literal(leaderboardSchema),
  system: name,
  kind: v.nullable(v.picklist(systemKinds)),
  protocol: name,
  dataset: name,
  datasetRevision: v.nullable(name),
  data: v.picklist(['release', 'claimed']),
  judges: v.pipe(v.array(judge), v.maxLength(2)),
  predictions: v.nullable(digest),
  formats: v.record(v.picklist(formatNames), format)
});
