import { unknownKey, type Facet } from './Facet';
import { orderKeys } from './orderKeys';
import { foldText, SearchTexts } from './SearchTexts';
import { orderPresent, rankTexts } from './sortOrder';

/** Numbers by which rows are sorted, or kept within a range. */
export interface Column<Row> {
  readonly id: string;
  /** One number a row; NaN where it has none. */
  read(table: Table<Row>): Float64Array;
}

export interface Order<Row> {
  readonly column: Column<Row>;
  readonly descending: boolean;
}

/** Which rows are kept: those that fulfil everything said here. */
export interface Filter<Row> {
  /** A row's key of the facet is one of these. */
  readonly facets: readonly { readonly facet: Facet<Row>; readonly keys: readonly string[] }[];
  /** Values from `from` up to but without `to`; null is no bound. */
  readonly range: {
    readonly column: Column<Row>;
    readonly from: number | null;
    readonly to: number | null;
  } | null;
  /** Words that the row's text contains, all of them, whatever case and accents; or its whole id. */
  readonly search: string;
}

/** How a table names its rows, and what it searches them in. */
export interface Texts<Row> {
  idOf(row: Row, place: number): string;
  textOf(row: Row): string;
}

interface Codes {
  /** Those that there are, in the facet's order. */
  readonly keys: readonly string[];
  /** For each row the place of its key. */
  readonly codes: Uint32Array;
}

/** What a row can miss, a bit each: the search (1), the range, and then the filter's facets, six at most. */
const rangeBit = 2;
const facetBit = (at: number): number => 4 << at;

/**
 * Rows by column, each read once and then kept: a hundred thousand objects all over the memory take longer to visit than a
 * frame lasts, numbers that lie side by side take a hundredth of it.
 */
export class Table<Row> {
  readonly rows: ArrayLike<Row>;
  readonly #names: Texts<Row>;
  readonly #texts: SearchTexts;
  readonly #codes = new Map<string, Codes>();
  readonly #values = new Map<string, Float64Array>();
  /** All rows, sorted; by column and direction. */
  readonly #orders = new Map<string, Uint32Array>();
  /** The search and the filter used last: facets change more often than words, and counts follow the rows. */
  #searched: { readonly search: string; readonly misses: Uint8Array } | null = null;
  #missed: { readonly filter: Filter<Row>; readonly misses: Uint8Array } | null = null;

  constructor(rows: ArrayLike<Row>, names: Texts<Row>) {
    this.rows = rows;
    this.#names = names;
    this.#texts = new SearchTexts(rows.length, (at) => names.textOf(rows[at]!));
  }

  /**
   * Places of the rows that the filter keeps, sorted: rows without a value last in either direction, equal ones in their
   * own order.
   */
  select(filter: Filter<Row>, by: Order<Row> | null): Uint32Array {
    const order = this.#orderBy(by);
    const misses = this.#findMisses(filter);
    const kept = new Uint32Array(order.length);
    let count = 0;
    for (let at = 0; at < order.length; at++) {
      kept[count] = order[at]!;
      count += misses[order[at]!] === 0 ? 1 : 0;
    }
    return kept.subarray(0, count);
  }

  /**
   * For each key of a facet, or each two keys of two (those of the first one after the other), how many rows fulfil
   * everything but these facets: so many would be there if it was chosen.
   */
  count(filter: Filter<Row>, facet: Facet<Row>, other?: Facet<Row>): Uint32Array {
    const own = filter.facets.reduce(
      (bits, { facet: { id } }, at) => (id === facet.id || id === other?.id ? bits | facetBit(at) : bits),
      0
    );
    const misses = this.#findMisses(filter);
    const { keys, codes } = this.codesOf(facet);
    const second = other ? this.codesOf(other) : { keys: [''], codes: new Uint32Array(codes.length) };
    const counts = new Uint32Array(keys.length * second.keys.length);
    for (let at = 0; at < codes.length; at++) {
      if ((misses[at]! & ~own) === 0) counts[codes[at]! * second.keys.length + second.codes[at]!]!++;
    }
    return counts;
  }

  /** The keys of a facet that there are, in order, and which of them each row has. */
  codesOf(facet: Facet<Row>): Codes {
    return recall(this.#codes, facet.id, () => readCodes(this.rows, facet));
  }

  valuesOf(column: Column<Row>): Float64Array {
    return recall(this.#values, column.id, () => column.read(this));
  }

  /** −1 for an unknown id. */
  placeOf(id: string): number {
    for (let at = 0; at < this.rows.length; at++) if (this.#names.idOf(this.rows[at]!, at) === id) return at;
    return -1;
  }

  /** Reads what filters, sorts and searches need before they ask for it, in parts: the first time is as fast as the others. */
  *read(facets: readonly Facet<Row>[], columns: readonly Column<Row>[]): Generator<void> {
    for (const facet of facets) {
      this.codesOf(facet);
      yield;
    }
    for (const column of columns) {
      this.valuesOf(column);
      yield;
    }
    yield* this.#texts.read();
  }

  #orderBy(by: Order<Row> | null): Uint32Array {
    if (by === null) return recall(this.#orders, '', () => countUp(this.rows.length));
    const { column, descending } = by;
    return recall(this.#orders, `${column.id} ${descending}`, () =>
      orderPresent(this.valuesOf(column), descending)
    );
  }

  #findMisses(filter: Filter<Row>): Uint8Array {
    if (this.#missed?.filter === filter) return this.#missed.misses;
    const misses = this.#search(filter.search).slice();
    if (filter.range !== null) missRange(misses, this.valuesOf(filter.range.column), filter.range);
    for (const [at, { facet, keys }] of filter.facets.entries()) {
      const { keys: all, codes } = this.codesOf(facet);
      const missed = Uint8Array.from(all, (key) => (keys.includes(key) ? 0 : facetBit(at)));
      for (let row = 0; row < codes.length; row++) misses[row]! |= missed[codes[row]!]!;
    }
    this.#missed = { filter, misses };
    return misses;
  }

  /** 1 for each row that the search does not find. */
  #search(written: string): Uint8Array {
    const sought = written.trim();
    const search = foldText(sought);
    if (this.#searched?.search === search) return this.#searched.misses;
    const misses = new Uint8Array(this.rows.length);
    if (search !== '') {
      for (const word of search.split(/\s+/)) this.#texts.miss(misses, word);
      this.#findId(misses, sought);
    }
    this.#searched = { search, misses };
    return misses;
  }

  #findId(misses: Uint8Array, written: string): void {
    const sought = written.toLowerCase();
    for (let at = 0; at < misses.length; at++) {
      if (misses[at] === 0) continue;
      const id = this.#names.idOf(this.rows[at]!, at);
      if (id.length === sought.length && id.toLowerCase() === sought) misses[at] = 0;
    }
  }
}

/** The part of a filter that keeps one key of a facet; null keeps all. */
export function onlyKey<Row>(facet: Facet<Row>, key: string | null): Filter<Row>['facets'] {
  return key === null ? [] : [{ facet, keys: [key] }];
}

/** Sorts by a number of each row. */
export function numberColumn<Row>(
  id: string,
  valueOf: (row: Row, place: number) => number | null | undefined
): Column<Row> {
  return {
    id,
    read: ({ rows }) => {
      const values = new Float64Array(rows.length);
      for (let at = 0; at < rows.length; at++) values[at] = valueOf(rows[at]!, at) ?? NaN;
      return values;
    }
  };
}

/** Sorts by a text of each row. */
export function textColumn<Row>(id: string, textOf: (row: Row) => string | null): Column<Row> {
  return { id, read: ({ rows }) => rankTexts(Array.from(rows, textOf)) };
}

/** Sorts by the labels of a facet; rows that it knows nothing about have none. */
export function labelColumn<Row>(facet: Facet<Row>): Column<Row> {
  return {
    id: facet.id,
    read: (table) => {
      const { keys, codes } = table.codesOf(facet);
      const ranks = rankTexts(keys.map((key) => (key === unknownKey ? null : facet.labelOf(key))));
      const values = new Float64Array(codes.length);
      for (let at = 0; at < codes.length; at++) values[at] = ranks[codes[at]!]!;
      return values;
    }
  };
}

function countUp(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let at = 0; at < count; at++) numbers[at] = at;
  return numbers;
}

function recall<Value>(known: Map<string, Value>, key: string, read: () => Value): Value {
  const value = known.get(key) ?? read();
  known.set(key, value);
  return value;
}

function readCodes<Row>(rows: ArrayLike<Row>, facet: Facet<Row>): Codes {
  const found = new Map<string, number>();
  const codes = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const key = facet.keyOf(rows[at]!);
    const number = found.get(key) ?? found.size;
    if (number === found.size) found.set(key, number);
    codes[at] = number;
  }
  const keys = orderKeys(found.keys(), facet);
  const places = Uint32Array.from(found.keys(), (key) => keys.indexOf(key));
  for (let at = 0; at < codes.length; at++) codes[at] = places[codes[at]!]!;
  return { keys, codes };
}

/** NaN is within no range, not even within one without bounds. */
function missRange(
  misses: Uint8Array,
  values: Float64Array,
  range: { readonly from: number | null; readonly to: number | null }
): void {
  const from = range.from ?? -Infinity;
  const to = range.to ?? Infinity;
  const isOpen = range.to === null;
  for (let at = 0; at < misses.length; at++) {
    const value = values[at]!;
    if (!(value >= from && (isOpen || value < to))) misses[at]! |= rangeBit;
  }
}
