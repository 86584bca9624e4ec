import { compareNames } from '../core/compareNames';
import { unknownKey, type Facet } from './Facet';

/** Keys in the order that the facet gives them, those without a place by their labels; what is unknown comes last. */
export function orderKeys(
  keys: Iterable<string>,
  { order, labelOf }: Pick<Facet<never>, 'order' | 'labelOf'>
): string[] {
  const placeOf = (key: string): number => {
    const place = order.indexOf(key);
    if (place >= 0) return place;
    return key === unknownKey ? Infinity : order.length;
  };
  const placed = Array.from(keys, (key) => ({ key, place: placeOf(key), label: labelOf(key) }));
  placed.sort((a, b) => (a.place === b.place ? compareNames(a.label, b.label) : a.place - b.place));
  return placed.map(({ key }) => key);
}
