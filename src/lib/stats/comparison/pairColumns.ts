import { states, type SampleColumn } from './AlignedRuns';

/** Samples that the metric applies to in at least one of two runs, and that make no pair. */
export interface LeftOut {
  /** The other run has no row for them. */
  readonly onlyA: number;
  readonly onlyB: number;
  /** Both have a row; the named one has no value, the other has. */
  readonly noValueA: number;
  readonly noValueB: number;
  readonly noValueBoth: number;
  /** A run has several values for them. */
  readonly ambiguous: number;
}

export interface PairedColumns {
  /** Places of the pairs in the table, ascending; pairs + everything left out = the samples concerned. */
  readonly places: Uint32Array;
  readonly a: Float64Array<ArrayBuffer>;
  readonly b: Float64Array<ArrayBuffer>;
  readonly leftOut: LeftOut;
}

export type Fate = 'pair' | keyof LeftOut;

/** What becomes of one sample; null where it concerns neither run. */
export function findFate(stateA: number, stateB: number): Fate | null {
  const [least, most] = [Math.min(stateA, stateB), Math.max(stateA, stateB)];
  if (most < states.noValue) return null;
  if (stateB === states.absent) return 'onlyA';
  if (stateA === states.absent) return 'onlyB';
  if (most === states.ambiguous) return 'ambiguous';
  if (least === states.value) return 'pair';
  if (most < states.value) return 'noValueBoth';
  return stateA < states.value ? 'noValueA' : 'noValueB';
}

/** Pairs two runs' columns over the places given, e.g. those of one format. */
export function pairColumns(a: SampleColumn, b: SampleColumn, places: Uint32Array): PairedColumns {
  const leftOut = { onlyA: 0, onlyB: 0, noValueA: 0, noValueB: 0, noValueBoth: 0, ambiguous: 0 };
  const paired = places.filter((place) => {
    const fate = findFate(a.states[place]!, b.states[place]!);
    if (fate !== null && fate !== 'pair') leftOut[fate]++;
    return fate === 'pair';
  });
  return { places: paired, a: pick(a.values, paired), b: pick(b.values, paired), leftOut };
}

/** The values at these places. */
export function pick(values: Float64Array, places: Uint32Array): Float64Array<ArrayBuffer> {
  const picked = new Float64Array(places.length);
  for (let index = 0; index < places.length; index++) picked[index] = values[places[index]!]!;
  return picked;
}
