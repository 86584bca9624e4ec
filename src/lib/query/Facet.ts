/** A property by which rows are narrowed down or cut into slices: every row has exactly one key of it. */
export interface Facet<Row> {
  readonly id: string;
  readonly label: string;
  /** Text that an address can hold; `unknownKey` where the row tells nothing. */
  keyOf(row: Row): string;
  /** Keys that have a place of their own; others follow in the order of their labels. */
  readonly order: readonly string[];
  readonly labelOf: (key: string) => string;
}

/** The key of rows that a facet can say nothing about; they are counted, never dropped. */
export const unknownKey = 'unknown';
