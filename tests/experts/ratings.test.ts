import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeDimensions } from '../../src/lib/benchmark/importedKeys';
import {
  cannotJudge,
  ratingsSchema,
  type Assignment,
  type Rating,
  type Ratings
} from '../../src/lib/experts/assignment';
import { makeAssignment } from '../../src/lib/experts/makeAssignment';
import { mergeRatings, type RatingsSource } from '../../src/lib/experts/merge';
import { parseRatings } from '../../src/lib/experts/parseRatings';
import { toRatingsCsv, toRatingsJson } from '../../src/lib/report/ratings';
import { makeOutputs } from './outputs';

const assignment = await makeAssignment([makeOutputs('a', { 'style-transfer': 4 })], {
  title: 'Pilot',
  createdAt: '2026-03-01T10:00:00.000Z',
  scale: 10,
  showsReference: true,
  perTask: 30,
  seed: 7,
  salt: 'a salt of at least 16'
});
const [first, second] = assignment.items.map(({ id }) => id) as [string, string];

function rate(item: string, score: number, comment = ''): Rating {
  const scores = Object.fromEntries(judgeDimensions.map((dimension) => [dimension, score]));
  return { item, scores, comment, ratedAt: '2026-03-02T09:00:00.000Z' };
}

function send(rater: string, ratings: Rating[], of: Assignment = assignment): Ratings {
  const { id, digest, title, scale } = of;
  return { schema: ratingsSchema, assignment: { id, digest, title }, rater, scale, ratings };
}

const from = (id: string, content: Ratings): RatingsSource => ({ id, name: `${id}.json`, content });

const anyRating = fc.record({
  item: fc.constantFrom(...assignment.items.map(({ id }) => id)),
  scores: fc.dictionary(
    fc.constantFrom(...judgeDimensions),
    fc.oneof(fc.integer({ min: 1, max: 10 }), fc.constant(cannotJudge)),
    { noNullPrototype: true }
  ),
  comment: fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', '')),
  ratedAt: fc.constant('2026-03-02T09:00:00.000Z')
});

describe('a file of ratings', () => {
  const anyRatings = fc.uniqueArray(anyRating, { selector: ({ item }) => item, minLength: 1 });

  it('tells in CSV what a choice is not asked from what is not answered', async () => {
    const choices = await makeAssignment([makeOutputs('a', { 'multiple-choice': 1 })], {
      ...assignment,
      perTask: 1
    });
    const scores = { clinical_finding_accuracy: 7 };
    const sent = send('A', [{ ...rate(choices.items[0]!.id, 1), scores }], choices);
    const { text, name } = toRatingsCsv(sent, choices);
    expect(text).toContain(',not asked,7,,not asked,,');
    expect(parseRatings(text, name)).toEqual(sent);
  });

  it('comes back from JSON and from CSV as it was, whatever the comments are', () => {
    fc.assert(
      fc.property(anyRatings, (ratings) => {
        const sent = send('Dr =A', ratings);
        const json = toRatingsJson(sent);
        expect(parseRatings(json.text, json.name)).toEqual(sent);
        const csv = toRatingsCsv(sent, assignment);
        // An apostrophe before a formula sign is what a spreadsheet writes; it does not come back.
        const expected = ratings.map((rating) => ({
          ...rating,
          comment: rating.comment.replace(/^'(?=[=+\-@\t\r])/, '')
        }));
        expect(parseRatings(csv.text, csv.name)).toEqual(send('Dr =A', expected));
      })
    );
  });

  it('names no system', () => {
    const { text } = toRatingsCsv(send('A', [rate(first, 4)]), assignment);
    expect(text.split('\n')[0]).not.toContain('system');
  });

  it('is refused with the reason where it is not what it should be', () => {
    const { text } = toRatingsJson(send('A', [rate(first, 4)]));
    expect(() => parseRatings('[]', 'r.json')).toThrow('r.json: this is no file of ratings');
    expect(() => parseRatings(text.replace('"scale": 10', '"scale": 100'), 'r.json')).toThrow('its scale');
    expect(() => parseRatings(text.replace(/": 4/, '": 0'), 'r.json')).toThrow(/its ratings\.0\.scores/);
    expect(() => parseRatings(text.replace(/": 4/, '": 4.5'), 'r.json')).toThrow(/its ratings\.0\.scores/);
    expect(() =>
      parseRatings(text.replace('"scale": 10', '"scale": 5').replace(/": 4/, '": 9'), 'r.json')
    ).toThrow('off the file’s scale; got 9, expected 1 to 5'.replace('’', "'"));
    const twice = toRatingsJson(send('A', [rate(first, 4), rate(first, 5)]));
    expect(() => parseRatings(twice.text, 'r.json')).toThrow('twice');
    expect(() => parseRatings('item,comment\nx,y\n', 'r.csv')).toThrow('expected a column assignment');
    const mixed = toRatingsCsv(send('A', [rate(first, 4), rate(second, 4)]), assignment).text;
    const last = mixed.lastIndexOf(',A,');
    expect(() => parseRatings(`${mixed.slice(0, last)},B,${mixed.slice(last + 3)}`, 'r.csv')).toThrow(
      'r.csv:3: the rows are of several raters'
    );
  });
});

describe('merged ratings', () => {
  it('are those of all raters by name', () => {
    const merged = mergeRatings(
      assignment,
      [from('1', send('A', [rate(first, 4)])), from('2', send('B', [rate(first, 6)]))],
      {}
    );
    expect([...merged.byRater.keys()]).toEqual(['A', 'B']);
    expect(merged.conflicts).toEqual([]);
  });

  it('count what one rater sent twice alike once', () => {
    const merged = mergeRatings(
      assignment,
      [from('1', send('A', [rate(first, 4)])), from('2', send(' a ', [rate(first, 4), rate(second, 5)]))],
      {}
    );
    expect(merged).toMatchObject({ repeated: 1, conflicts: [] });
    expect(merged.byRater.get('A')?.size).toBe(2);
    expect(merged.byRater.size).toBe(1);
  });

  it('count neither of two different ratings by one rater until one is chosen', () => {
    const sources = [from('1', send('A', [rate(first, 4)])), from('2', send('A', [rate(first, 9)]))];
    const open = mergeRatings(assignment, sources, {});
    expect(open.byRater.get('A')?.size).toBe(0);
    const [conflict] = open.conflicts;
    if (conflict?.kind !== 'double') throw new Error('no conflict');
    expect(conflict).toMatchObject({ rater: 'A', chosen: null, item: { id: first } });
    const settled = mergeRatings(assignment, sources, { [conflict.key]: '2' });
    expect(settled.byRater.get('A')?.get(first)?.scores.anatomical_accuracy).toBe(9);
    expect(settled.conflicts).toMatchObject([{ kind: 'double', chosen: '2' }]);
  });

  it('take a difference in the comment alone for a difference', () => {
    const sources = [
      from('1', send('A', [rate(first, 4)])),
      from('2', send('A', [rate(first, 4, 'wrong side')]))
    ];
    expect(mergeRatings(assignment, sources, {}).conflicts).toHaveLength(1);
  });

  it('hold out files of another assignment, another version and another scale, and unknown items', () => {
    const other = { ...assignment, id: 'f'.repeat(20) };
    const version = { ...assignment, digest: 'e'.repeat(20) };
    const scale = { ...assignment, scale: 5 as const };
    const sources = [
      from('1', send('A', [rate(first, 4)], other)),
      from('2', send('B', [rate(first, 4)], version)),
      from('3', send('C', [rate(first, 4)], scale)),
      from('4', send('D', [rate('0'.repeat(20), 4), rate(first, 4)]))
    ];
    const { byRater, conflicts } = mergeRatings(assignment, sources, {});
    expect([...byRater.keys()]).toEqual(['D']);
    expect(byRater.get('D')?.size).toBe(1);
    expect(conflicts.map(({ kind }) => kind)).toEqual([
      'other-assignment',
      'other-version',
      'other-scale',
      'unknown-items'
    ]);
  });

  it('lose nothing: every rating sent counts, repeats one that counts, or is in a conflict', () => {
    const anySource = fc.record({
      rater: fc.constantFrom('A', 'B'),
      ratings: fc.uniqueArray(anyRating, { selector: ({ item }) => item })
    });
    fc.assert(
      fc.property(fc.array(anySource, { maxLength: 5 }), (sent) => {
        const sources = sent.map(({ rater, ratings }, index) => from(String(index), send(rater, ratings)));
        const { byRater, conflicts, repeated } = mergeRatings(assignment, sources, {});
        const counted = [...byRater.values()].reduce((sum, rated) => sum + rated.size, 0);
        const held = conflicts.reduce(
          (sum, one) => sum + (one.kind === 'double' ? one.options.length : 0),
          0
        );
        const total = sent.reduce((sum, { ratings }) => sum + ratings.length, 0);
        expect(counted + held + repeated).toBe(total);
      })
    );
  });
});
