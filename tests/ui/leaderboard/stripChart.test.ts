import { describe, expect, it } from 'vitest';
import { nameLeaders, type StripPoint } from '../../../src/lib/ui/leaderboard/stripChart';

const points: readonly StripPoint[] = [
  { system: 'A', origin: 'own', value: 10 },
  { system: 'B', origin: 'published', value: 20 },
  { system: 'C', origin: 'own', value: 30 },
  { system: 'D', origin: 'published', value: 40 }
];
const names = (among: readonly StripPoint[], higherIsBetter: boolean) =>
  nameLeaders(among, { higherIsBetter }).map(({ system }) => system);

describe('the names in a strip chart', () => {
  it('are the best of all and the best of yours', () => {
    expect(names(points, true)).toEqual(['D', 'C']);
  });

  it('are one where yours leads, and follow the direction of the metric', () => {
    expect(names(points, false)).toEqual(['A']);
  });

  it('are none without values', () => {
    expect(names([], true)).toEqual([]);
  });
});
