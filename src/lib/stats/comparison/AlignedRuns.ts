import type { Format, Modality, Task } from '../../core/sample';
import type { ScoreRow } from '../../core/score';
import { readColumn, type MetricFacts } from '../MetricColumn';
import { findSource } from './findSource';

/** One sample that some of the runs have a row for. */
export interface AlignedSample {
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
export class AlignedRuns {
  /** Ascending by id, so that neither the files' order nor the direction changes a resampled interval. */
  readonly samples: readonly AlignedSample[];
  readonly #runs: readonly (readonly ScoreRow[])[];
  /** By run and row, the sample's place; −1 for a row without an id, which has no partner anywhere. */
  readonly #places: readonly Int32Array[];

  #sources: readonly (string | undefined)[] | null = null;
  readonly #placesByFormat = new Map<Format, Uint32Array>();

  /** @param runs each run's rows */
  constructor(runs: readonly (readonly ScoreRow[])[]) {
    this.#runs = runs;
    const { samples, numbers } = collectSamples(runs);
    const order = [...samples.keys()].sort((a, b) => (samples[a]!.sampleId < samples[b]!.sampleId ? -1 : 1));
    this.samples = order.map((number) => samples[number]!);
    const places = new Int32Array(samples.length);
    for (const [place, number] of order.entries()) places[number] = place;
    this.#places = numbers.map((own) => own.map((number) => (number < 0 ? -1 : places[number]!)));
  }

  /** Places of the samples of one format, ascending. */
  placesOf(format: Format): Uint32Array {
    const known = this.#placesByFormat.get(format);
    if (known) return known;
    const found = new Uint32Array(this.samples.length);
    let count = 0;
    for (const [place, sample] of this.samples.entries())
      if (sample.format === format) found[count++] = place;
    const places = found.slice(0, count);
    this.#placesByFormat.set(format, places);
    return places;
  }

  /**
   * Numbers the source images of these samples, from 0 in order of appearance: outputs made of one image are not
   * independent. A sample that names none has one of its own. Null where no two share one.
   */
  findClusters(places: Uint32Array): Uint32Array | null {
    this.#sources ??= this.#readSources();
    const numbers = new Map<string, number>();
    const clusters = places.map((place) => {
      const source = this.#sources![place] ?? `sample ${place}`;
      const number = numbers.get(source) ?? numbers.size;
      numbers.set(source, number);
      return number;
    });
    return numbers.size < places.length ? clusters : null;
  }

  /** By place, of the first row that names one. */
  #readSources(): readonly (string | undefined)[] {
    const sources: (string | undefined)[] = [];
    for (const [run, places] of this.#places.entries()) {
      for (const [index, place] of places.entries()) {
        if (place >= 0) sources[place] ??= findSource(this.#runs[run]![index]!.record);
      }
    }
    return sources;
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

/** The samples in order of appearance, and by run and row the number of its sample; −1 without an id. */
function collectSamples(runs: readonly (readonly ScoreRow[])[]): {
  readonly samples: readonly AlignedSample[];
  readonly numbers: readonly Int32Array[];
} {
  const samples: AlignedSample[] = [];
  const numberOf = new Map<string, number>();
  const numbers = runs.map((rows) => {
    const own = new Int32Array(rows.length).fill(-1);
    for (const [index, { sampleId, format, task, modality }] of rows.entries()) {
      if (sampleId === '') continue;
      const number = numberOf.get(sampleId) ?? samples.length;
      const known = samples[number];
      if (known === undefined) numberOf.set(sampleId, number);
      if (known === undefined || (known.format === null && format !== null)) {
        samples[number] = { sampleId, format, task, modality };
      }
      own[index] = number;
    }
    return own;
  });
  return { samples, numbers };
}
