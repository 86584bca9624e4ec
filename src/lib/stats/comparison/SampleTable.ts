import type { Format, Modality, Task } from '../../core/sample';
import type { ScoreRow } from '../../core/score';
import { readColumn, type MetricFacts } from '../MetricColumn';

/** One sample that some of the runs have a row for. */
export interface TableSample {
  readonly sampleId: string;
  /** Of the first row that knows it; null where every row is too broken to tell. */
  readonly format: Format | null;
  readonly task: Task | null;
  readonly modality: Modality;
}

/** What a run has of one metric for one sample; a larger number tells more. */
export const states = { absent: 0, notApplicable: 1, noValue: 2, value: 3, ambiguous: 4 } as const;

/** One metric of one run, by sample. */
export interface SampleColumn {
  /** NaN where there is no value, or several. */
  readonly values: Float64Array;
  /** One of `states`. */
  readonly states: Uint8Array;
  /** Why there is no value; null where there is one, or nothing to say. */
  readonly reasons: readonly (string | null)[];
}

/** Several runs' rows lined up by sample id, read once for all metrics and pairs. */
export class SampleTable {
  /** Ascending by id, so that neither the files' order nor the direction changes a resampled interval. */
  readonly samples: readonly TableSample[];
  readonly #runs: readonly (readonly ScoreRow[])[];
  /** By run and row, the sample's place; −1 for a row without an id, which has no partner anywhere. */
  readonly #places: readonly Int32Array[];

  /** @param runs each run's rows */
  constructor(runs: readonly (readonly ScoreRow[])[]) {
    this.#runs = runs;
    this.samples = listSamples(runs);
    const places = new Map(this.samples.map(({ sampleId }, place) => [sampleId, place]));
    this.#places = runs.map((rows) => Int32Array.from(rows, ({ sampleId }) => places.get(sampleId) ?? -1));
  }

  /** Places of the samples of one format, ascending. */
  placesOf(format: Format): Uint32Array {
    return Uint32Array.from(this.samples.keys()).filter((place) => this.samples[place]!.format === format);
  }

  /** The run's first row of the sample; null where it has none. */
  rowOf(run: number, place: number): ScoreRow | null {
    return this.#runs[run]![this.#places[run]!.indexOf(place)] ?? null;
  }

  /** Samples that every run has a row for. */
  countShared(): number {
    const seen = new Uint8Array(this.samples.length);
    for (const [run, places] of this.#places.entries()) {
      for (const place of places) if (place >= 0 && seen[place] === run) seen[place] = run + 1;
    }
    return seen.reduce((count, runs) => (runs === this.#runs.length ? count + 1 : count), 0);
  }

  /** A sample that has several values in one run is ambiguous: none of them is more right than another. */
  readColumn(run: number, metric: MetricFacts): SampleColumn {
    const rows = this.#runs[run]!;
    const column = readColumn(metric, rows);
    const values = new Float64Array(this.samples.length).fill(NaN);
    const found = new Uint8Array(this.samples.length);
    const reasons = new Array<string | null>(this.samples.length).fill(null);
    for (const [index, place] of this.#places[run]!.entries()) {
      if (place < 0) continue;
      const value = column.values[index]!;
      const reason = column.reasons[index] ?? null;
      const before = found[place]!;
      if (!Number.isNaN(value)) {
        const isFirst = before < states.value;
        found[place] = isFirst ? states.value : states.ambiguous;
        values[place] = isFirst ? value : NaN;
        reasons[place] = null;
      } else if (before < states.value) {
        found[place] = Math.max(before, reason === null ? states.notApplicable : states.noValue);
        reasons[place] ??= reason;
      }
    }
    return { values, states: found, reasons };
  }
}

function listSamples(runs: readonly (readonly ScoreRow[])[]): TableSample[] {
  const samples = new Map<string, TableSample>();
  for (const rows of runs) {
    for (const { sampleId, format, task, modality } of rows) {
      if (sampleId === '') continue;
      const known = samples.get(sampleId);
      if (known === undefined || (known.format === null && format !== null)) {
        samples.set(sampleId, { sampleId, format, task, modality });
      }
    }
  }
  return [...samples.values()].sort((a, b) => (a.sampleId < b.sampleId ? -1 : 1));
}
