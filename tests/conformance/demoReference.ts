import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { formatNames, formats } from '../../src/lib/benchmark/formats';
import type { Format } from '../../src/lib/core/sample';
import { officialMetas } from '../../src/lib/metrics/runMetas';

export type Json = Readonly<Record<string, unknown>>;

interface FormatReference {
  /** As the evaluator's `…_eval_results.json`. */
  readonly results: Json;
  /** By sample id, the fields that the evaluator adds to a record. */
  readonly rows: Readonly<Record<string, Json>>;
}

interface ReferenceTest extends Json {
  readonly n: number;
  readonly statistic: number;
  readonly p_value: number;
  readonly mean_diff: number;
  readonly ci_low: number;
  readonly ci_high: number;
  readonly is_equal: boolean;
  /** Holm's, over all tests; absent where the two are equal everywhere. */
  readonly holm_p?: number;
}

interface DemoReference {
  readonly demo_sha256: string;
  /** By system and by the file word of a format. */
  readonly systems: Readonly<Record<string, Readonly<Record<string, FormatReference>>>>;
  /** By `{vqa|edit|generate}:{metric}:{a}_vs_{b}`. */
  readonly tests: Readonly<Record<string, ReferenceTest>>;
}

const readText = (url: URL): string => readFileSync(url, 'utf8');

/** What the reference libraries gave for the demo, by `tests/golden/demo.py`. */
export const demoReference = JSON.parse(
  readText(new URL('../golden/demo.json', import.meta.url))
) as DemoReference;

/** The demo as it is built, which must be the one that the reference is of. */
export function readDemoArchive(): Buffer<ArrayBuffer> {
  const bytes = readFileSync(new URL('../../static/demo/demo.zip', import.meta.url));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(sha256, 'the demo has changed: run tests/golden/demo.py again').toBe(demoReference.demo_sha256);
  return bytes;
}

/**
 * Protocol, section 7, for values; averages, deviations and ends of intervals share the tolerance of their metric, but none
 * is below 1e-9. Counts and rates are exact.
 */
function toleranceOf(key: string): number {
  if (/PSNR$/.test(key)) return 1e-4;
  if (key === 'BLEU') return 1e-12;
  return key === 'SSIM' || /^(Average|Std|Bootstrap95CI)_/.test(key) ? 1e-9 : 0;
}

/** Every field of the reference is there with its value, and what it has no value of is absent. */
export function expectReference(actual: Json, expected: Json, path = ''): void {
  for (const [key, value] of Object.entries(expected)) {
    const where = `${path}/${key}`;
    const own = actual[key] ?? null;
    if (typeof value === 'number') expectNear(own, value, toleranceOf(key), where);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      expectReference(own as Json, value as Json, where);
    else expect([where, own]).toEqual([where, value]);
  }
}

export function expectNear(actual: unknown, expected: number, tolerance: number, what: string): void {
  expect(actual, what).toBeTypeOf('number');
  const difference = Math.abs(Number(actual) - expected);
  expect(difference, `${what}: ${String(actual)} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** @param files the official JSONL of a system of the demo, by name */
export function expectOfficialRecords(files: ReadonlyMap<string, string>, system: string): void {
  for (const [word, { rows }] of Object.entries(demoReference.systems[system]!)) {
    const lines = files.get(`${system}_${word}_local_metrics.jsonl`)!.trim().split('\n');
    const records = lines.map((line) => JSON.parse(line) as Json);
    expect(records.map(({ sample_id }) => sample_id)).toEqual(Object.keys(rows));
    for (const record of records)
      expectReference(record, rows[String(record.sample_id)]!, String(record.sample_id));
  }
}

/** @param files the official averages of a system of the demo, by name */
export function expectAverages(files: ReadonlyMap<string, string>, system: string): void {
  for (const [word, { results }] of Object.entries(demoReference.systems[system]!)) {
    const own = JSON.parse(files.get(`${system}_${word}_eval_results.json`)!) as Json;
    expectReference(own, results, `${system} ${word}`);
  }
}

export interface Results {
  readonly rows: readonly {
    readonly sampleId: string;
    readonly format: Format;
    readonly scores: Readonly<Record<string, { readonly value: number | null }>>;
  }[];
  readonly summary: {
    readonly formats: readonly {
      readonly format: Format;
      readonly found: number;
      readonly metrics: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
    }[];
  };
}

/** A Results JSON of a system of the demo: every score, and what it says of the run as a whole. */
export function expectResults(results: Results, system: string): void {
  const reference = demoReference.systems[system]!;
  const words = formatNames.map((format) => formats[format].fileWord);
  const referenceIds = words.flatMap((word) => Object.keys(reference[word]!.rows));
  expect(results.rows.map(({ sampleId }) => sampleId).toSorted()).toEqual(referenceIds.toSorted());
  for (const { sampleId, format, scores } of results.rows) {
    const named = officialMetas.map(({ id, officialKey }) => [officialKey, scores[id]?.value ?? null]);
    const { PSNR, SSIM, BLEU, Text_EM } = reference[formats[format].fileWord]!.rows[sampleId]!;
    expectReference(Object.fromEntries(named) as Json, dropAbsent({ PSNR, SSIM, BLEU, Text_EM }), sampleId);
  }
  for (const { format, found, metrics } of results.summary.formats) {
    const { rows, results: expected } = reference[formats[format].fileWord]!;
    expect(found).toBe(Object.keys(rows).length);
    expectReference(nameStatistics(metrics), pickStatistics(expected), `${system} ${format}`);
  }
}

const dropAbsent = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The evaluator's names for what a Results JSON says of each metric. */
function nameStatistics(metrics: Results['summary']['formats'][number]['metrics']): Json {
  const named = officialMetas.flatMap(({ id, officialKey: key }) => {
    const { mean, std, ciLow, ciHigh, accuracyRate } = metrics[id] ?? {};
    return [
      [`Average_${key}`, mean],
      [`Std_${key}`, std],
      [`Bootstrap95CI_Low_${key}`, ciLow],
      [`Bootstrap95CI_High_${key}`, ciHigh],
      [`${key}_Accuracy_Rate`, accuracyRate]
    ];
  });
  return Object.fromEntries(named) as Json;
}

const pickStatistics = (results: Json): Json =>
  Object.fromEntries(Object.entries(results).filter(([key]) => /^(Average|Std|Bootstrap)|Rate$/.test(key)));
