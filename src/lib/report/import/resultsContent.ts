import * as v from 'valibot';
import { formatNames } from '../../benchmark/formats';
import { modalityNames } from '../../benchmark/modalities';
import { taskNames } from '../../benchmark/tasks';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const jsonObject = v.custom<JsonObject>((value) => isJsonObject(value as JsonValue), 'expected an object');

const score = v.union([
  v.object({ value: finite }),
  v.object({ value: v.null(), reason: v.string(), na: v.exactOptional(v.literal(true)) })
]);

const parsedAnswer = v.object({
  status: v.picklist(['parsed', 'NA']),
  answer: v.nullable(v.string()),
  expected: v.nullable(v.string()),
  failure: v.nullable(v.string())
});

const imported = v.object({
  values: v.record(v.string(), finite),
  verdicts: v.record(v.string(), jsonObject),
  sources: v.array(v.object({ file: v.string(), line: count, fields: v.array(v.string()) }))
});

const verdict = v.object({ verdict: jsonObject, answerKey: v.string() });

const rating = v.object({
  assignment: v.string(),
  rater: v.string(),
  scale: v.picklist([5, 10]),
  scores: v.record(v.string(), v.nullable(finite)),
  comment: v.string()
});

/** What is known of a row; other fields stay as they are. */
const row = v.looseObject({
  sampleId: v.string(),
  format: v.nullable(v.picklist(formatNames)),
  task: v.nullable(v.picklist(taskNames)),
  subtask: v.nullable(v.string()),
  modality: v.picklist(modalityNames),
  file: v.string(),
  line: count,
  scores: v.record(v.string(), score),
  imported: v.exactOptional(imported),
  texts: v.nullable(v.object({ response: v.string(), answer: v.string(), parsed: v.nullable(parsedAnswer) })),
  notes: v.array(v.string()),
  damage: v.array(v.string()),
  unscored: v.nullable(v.string()),
  record: v.nullable(jsonObject),
  verdicts: v.exactOptional(v.record(v.string(), verdict)),
  expertRatings: v.exactOptional(v.array(rating))
});

const problem = v.object({
  code: v.string(),
  severity: v.picklist(['error', 'warning', 'note']),
  what: v.string(),
  where: v.object({
    file: v.exactOptional(v.string()),
    line: v.exactOptional(count),
    sampleId: v.exactOptional(v.string()),
    field: v.exactOptional(v.string())
  }),
  got: v.exactOptional(v.string()),
  expected: v.exactOptional(v.string())
});

const model = v.looseObject({
  metric: v.picklist(['lpips', 'bertscore', 'image-embedding']),
  weights: v.string(),
  label: v.string(),
  source: v.string(),
  licence: v.string(),
  sha256: v.string(),
  layer: v.nullable(v.number())
});

const file = v.looseObject({
  path: v.string(),
  records: count,
  holds: v.picklist(['predictions', 'scores']),
  fields: v.exactOptional(v.record(v.string(), v.string())),
  matchedIds: v.exactOptional(v.literal(true))
});

const judge = v.looseObject({
  view: v.picklist(['w-gt', 'wo-gt']),
  provider: v.string(),
  baseUrl: v.string(),
  model: v.string(),
  promptHash: v.string(),
  prompt: v.string(),
  scale: v.picklist([5, 10]),
  imageLimitPx: finite,
  judgedAt: v.string(),
  effort: v.exactOptional(v.picklist(['low', 'medium', 'high'])),
  imageDetail: v.exactOptional(v.picklist(['low', 'high'])),
  answered: v.exactOptional(
    v.looseObject({
      models: v.array(v.string()),
      temperatures: v.array(v.nullable(v.literal(0))),
      structures: v.array(v.string()),
      efforts: v.array(v.nullable(v.string())),
      imageDetails: v.exactOptional(v.array(v.nullable(v.string()))),
      maxOutputTokens: v.array(v.number()),
      firstAt: v.string(),
      lastAt: v.string(),
      costUsd: v.nullable(v.number())
    })
  )
});

/** A Results JSON, version 1, as far as this viewer reads it. */
export const resultsContent = v.looseObject({
  system: v.string(),
  protocol: v.string(),
  dataset: v.string(),
  datasetRevision: v.exactOptional(v.string()),
  counts: v.object({ found: count, scored: count, unscored: count, missing: v.nullable(count) }),
  files: v.exactOptional(v.array(file)),
  metrics: v.record(v.string(), v.string()),
  models: v.exactOptional(v.array(model)),
  judges: v.exactOptional(v.array(judge)),
  tags: v.exactOptional(v.array(v.string())),
  note: v.exactOptional(v.string()),
  rows: v.array(row),
  problems: v.array(problem)
});

export type ResultsContent = v.InferOutput<typeof resultsContent>;
