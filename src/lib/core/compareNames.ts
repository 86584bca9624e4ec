/** Names in the order of the alphabet, numbers in them as numbers. One for all: `localeCompare` makes a new one each time, fifty times slower. */
export const compareNames = new Intl.Collator('en', { numeric: true }).compare;
