import { formats } from '../../benchmark/formats';
import { tasks } from '../../benchmark/tasks';
import type { UsedJudge } from '../../core/run';
import type { ScoreRow } from '../../core/score';
import { facets, type FacetId } from '../../stats/facets';
import { hasFailure } from '../../stats/findFailures';
import type { KeyedRow, RowFilter, RowSort, RowStatus } from './rowQuery';
import { SearchTexts } from './SearchTexts';
import { orderNumbers, rankNames, rankTexts } from './sortOrder';

/** Which slice of a facet each row is in. */
interface SliceColumn {
  /** Number of each row's slice. */
  readonly codes: Uint32Array;
  /** Numbers of the slices by their keys. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** How long rows are made ready without a pause. */
const pauseAfterMs = 8;

/**
 * The rows of a run by column, each read once and then kept: a hundred thousand objects all over the memory take longer to
 * visit than a frame lasts, numbers that lie side by side take a hundredth of it.
 */
export class RowIndex {
  readonly rows: readonly KeyedRow[];
  readonly #scoreRows: readonly ScoreRow[];
  readonly #judges: readonly UsedJudge[];
  readonly #texts: SearchTexts;
  readonly #slices = new Map<FacetId, SliceColumn>();
  readonly #statuses = new Map<RowStatus, Uint8Array>();
  /** Values by metric; NaN where a row has none. */
  readonly #scores = new Map<string, Float64Array>();
  /** Ranks of the names in a column. */
  readonly #ranks = new Map<string, Float64Array>();
  /** All rows, sorted; by key and direction. */
  readonly #orders = new Map<string, Uint32Array>();

  /** @param judges who judged the run here, if anybody: failures are by them, else by imported verdicts */
  constructor(rows: readonly KeyedRow[], judges: readonly UsedJudge[] = []) {
    this.#judges = judges;
    this.rows = rows;
    this.#scoreRows = rows.map(({ row }) => row);
    this.#texts = new SearchTexts(this.#scoreRows);
  }

  /**
   * Places of the rows that the filter keeps, sorted: rows without a value last in either direction, equal ones in their
   * own order.
   */
  select(filter: RowFilter, sort: RowSort | null): Uint32Array {
    const order = this.#orderBy(sort);
    const mask = this.#mask(filter);
    const kept = new Uint32Array(order.length);
    let count = 0;
    for (let at = 0; at < order.length; at++) {
      kept[count] = order[at]!;
      count += mask[order[at]!]!;
    }
    return kept.subarray(0, count);
  }

  /** −1 where the run has no such row. */
  placeOf(key: string): number {
    return this.rows.findIndex((row) => row.key === key);
  }

  hasSlice(facet: FacetId, key: string): boolean {
    return this.#slice(facet).numbers.has(key);
  }

  hasStatus(status: RowStatus): boolean {
    return this.#status(status).includes(1);
  }

  /** Reads what a search, a filter and a sort by name or metric need while nobody asks: the first time is as fast as the others. */
  async warmUp(metricIds: readonly string[], signal: AbortSignal): Promise<void> {
    let startedMs = performance.now();
    for (const pause of this.#read(metricIds)) {
      void pause;
      if (performance.now() - startedMs < pauseAfterMs) continue;
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return;
      startedMs = performance.now();
    }
  }

  *#read(metricIds: readonly string[]): Generator<void> {
    for (const key of ['sample', 'format', 'task', 'modality', ...metricIds]) {
      this.#value(key);
      yield;
    }
    for (const status of ['scored', 'unscored', 'noted'] as const) {
      this.#status(status);
      yield;
    }
    yield* this.#texts.read();
  }

  #mask({ format, task, modality, status, slice, range, search }: RowFilter): Uint8Array {
    const mask = new Uint8Array(this.rows.length).fill(1);
    if (format !== null) this.#keepSlice(mask, 'format', format);
    if (task !== null) this.#keepSlice(mask, 'task', task);
    if (modality !== null) this.#keepSlice(mask, 'modality', modality);
    if (slice !== null) this.#keepSlice(mask, slice.facet, slice.key);
    if (status !== null) keepBoth(mask, this.#status(status));
    if (range !== null) keepRange(mask, this.#score(range.metric), range);
    for (const word of search.toLowerCase().split(/\s+/).filter(Boolean)) this.#texts.keep(mask, word);
    return mask;
  }

  #keepSlice(mask: Uint8Array, facet: FacetId, key: string): void {
    const { codes, numbers } = this.#slice(facet);
    const number = numbers.get(key) ?? -1;
    for (let at = 0; at < mask.length; at++) if (codes[at] !== number) mask[at] = 0;
  }

  #slice(facet: FacetId): SliceColumn {
    return recall(this.#slices, facet, () => readSlices(this.#scoreRows, facets[facet].keyOf));
  }

  #status(status: RowStatus): Uint8Array {
    return recall(this.#statuses, status, () => readStatus(this.#scoreRows, status, this.#judges));
  }

  #orderBy(sort: RowSort | null): Uint32Array {
    if (sort === null) return recall(this.#orders, '', () => Uint32Array.from(this.rows.keys()));
    const { key, descending } = sort;
    return recall(this.#orders, `${key} ${descending}`, () => orderPresent(this.#value(key), descending));
  }

  /** Numbers in whose order the rows are to stand. */
  #value(key: string): Float64Array {
    return key === 'sample' || isNamed(key)
      ? recall(this.#ranks, key, () => this.#rank(key))
      : this.#score(key);
  }

  #rank(key: 'sample' | keyof typeof labelOf): Float64Array {
    if (key === 'sample') return rankNames(this.#scoreRows.map(({ sampleId }) => sampleId));
    return rankSlices(this.#slice(key), labelOf[key]);
  }

  #score(metricId: string): Float64Array {
    return recall(this.#scores, metricId, () => readScores(this.#scoreRows, metricId));
  }
}

/** Names of slices as the table shows them; null where it shows none. */
const labelOf = {
  format: (key: string) => Object.entries(formats).find(([name]) => name === key)?.[1].label ?? null,
  task: (key: string) => Object.entries(tasks).find(([name]) => name === key)?.[1].label ?? null,
  modality: (key: string) => key
};

function isNamed(key: string): key is keyof typeof labelOf {
  return Object.hasOwn(labelOf, key);
}

function recall<Key, Value>(known: Map<Key, Value>, key: Key, read: () => Value): Value {
  const value = known.get(key) ?? read();
  known.set(key, value);
  return value;
}

function readSlices(rows: readonly ScoreRow[], keyOf: (row: ScoreRow) => string): SliceColumn {
  const numbers = new Map<string, number>();
  const codes = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const key = keyOf(rows[at]!);
    const number = numbers.get(key) ?? numbers.size;
    if (number === numbers.size) numbers.set(key, number);
    codes[at] = number;
  }
  return { codes, numbers };
}

function rankSlices({ codes, numbers }: SliceColumn, label: (key: string) => string | null): Float64Array {
  const ranks = rankTexts([...numbers.keys()].map(label));
  const values = new Float64Array(codes.length);
  for (let at = 0; at < codes.length; at++) values[at] = ranks[codes[at]!]!;
  return values;
}

function readScores(rows: readonly ScoreRow[], metricId: string): Float64Array {
  const values = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) values[at] = rows[at]!.scores[metricId]?.value ?? NaN;
  return values;
}

function orderPresent(values: Float64Array, descending: boolean): Uint32Array {
  const order = new Uint32Array(values.length);
  const keys = new Float64Array(values.length);
  const places = new Uint32Array(values.length);
  const absent: number[] = [];
  const sign = descending ? -1 : 1;
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at]!)) absent.push(at);
    else {
      places[count] = at;
      keys[count++] = sign * values[at]!;
    }
  }
  const present = orderNumbers(keys.subarray(0, count));
  for (let at = 0; at < count; at++) order[at] = places[present[at]!]!;
  order.set(absent, count);
  return order;
}

function readStatus(rows: readonly ScoreRow[], status: RowStatus, judges: readonly UsedJudge[]): Uint8Array {
  const found = new Uint8Array(rows.length);
  for (let at = 0; at < rows.length; at++) found[at] = hasStatus(rows[at]!, status, judges) ? 1 : 0;
  return found;
}

function hasStatus(row: ScoreRow, status: RowStatus, judges: readonly UsedJudge[]): boolean {
  if (status === 'unscored') return row.unscored !== null;
  if (status === 'scored') return row.unscored === null;
  if (status === 'noted') return row.notes.length + row.damage.length > 0;
  return hasFailure(row, status, judges);
}

function keepBoth(mask: Uint8Array, other: Uint8Array): void {
  for (let at = 0; at < mask.length; at++) mask[at]! &= other[at]!;
}

/** NaN is within no range, not even within one without bounds. */
function keepRange(mask: Uint8Array, values: Float64Array, range: NonNullable<RowFilter['range']>): void {
  const from = range.from ?? -Infinity;
  const to = range.to ?? Infinity;
  const isOpen = range.to === null;
  for (let at = 0; at < mask.length; at++) {
    const value = values[at]!;
    if (!(value >= from && (isOpen || value < to))) mask[at] = 0;
  }
}
