import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { DataError } from '../../src/lib/core/problem';
import { unwrapObject } from '../../src/lib/predictions/wrapped/unwrapObject';

const a = { sample_id: 'v1', response: 'a' };
const b = { sample_id: 'v2', response: 'b' };
const sample = { sample_id: 'v1', instruction: 'x' };

const unwrap = (value: JsonObject) => unwrapObject(value, 'x.json');

describe('the records inside of an object', () => {
  it.each<[what: string, value: JsonObject, records: readonly unknown[] | null]>([
    ['a list', { n: 1, results: [a, b] }, [a, b]],
    ['a list with something else in it', { results: [7, a] }, [7, a]],
    ['three levels down', { a: { b: { c: [a] } } }, [a]],
    ['four levels down', { a: { b: { c: { d: [a] } } } }, null],
    ['lists of two levels, of which the upper is meant', { a: [a], b: { c: [b] } }, [a]],
    ['lists in two places', { train: { x: [a] }, test: { x: [b] } }, [a, b]],
    ['a list that answers and one that does not', { samples: [sample], predictions: [a] }, [a]],
    ['a list of which one record answers', { samples: [sample], predictions: [sample, a] }, [sample, a]],
    [
      'lists of samples',
      { train: [sample], test: [{ ...sample, sample_id: 'v2' }] },
      [sample, { ...sample, sample_id: 'v2' }]
    ],
    ['records by id', { v1: { response: 'a' } }, [{ sample_id: 'v1', response: 'a' }]],
    [
      'records by id below a name',
      { m: 1, results: { v1: { response: 'a' } } },
      [{ sample_id: 'v1', response: 'a' }]
    ],
    ['a table', { columns: ['sample_id', 'response'], data: [['v1', 'a']] }, [a]],
    ['columns', { sample_id: ['v1', 'v2'], response: ['a', 'b'] }, [a, b]],
    // A wrapper may say what is true of all its records.
    ['a list below a task', { paper_task: 'x', instruction: 'y', results: [a] }, [a]],
    // A record may hold lists of its own.
    ['none in a record that answers', { response: 'B', tries: [{ response: 'A' }] }, null],
    ['none in a record with an id', { sample_id: 'v1', prediction: 'B', tries: [{ response: 'A' }] }, null],
    ['none in a record without lists', { instruction: 'x', answer: 'B' }, null],
    ['none in a record with deeper lists', { instruction: 'x', meta: { tries: [a] } }, null],
    ['none in anything else', { model: 'gpt', files: ['a', 'b'] }, null]
  ])('may be %s', (_, value, records) => expect(unwrap(value)?.records ?? null).toEqual(records));

  it('are said to be from where they were, and what was left', () => {
    expect(unwrap({ meta: { samples: [sample], predictions: [a] } })).toMatchObject({
      from: '“meta.predictions”',
      left: ['meta.samples']
    });
    expect(unwrap({ train: [a], test: [b] })).toMatchObject({ from: '“train” and “test”', left: [] });
  });

  it('are those of the models that their lists are called by', () => {
    expect(unwrap({ gpt: [a], llava: [a] })?.records).toEqual([
      { model: 'gpt', ...a },
      { model: 'llava', ...a }
    ]);
  });

  it.each<[what: string, value: JsonObject, got: string]>([
    ['lists of parts answer the same', { train: [a, b], test: [a] }, 'train (2 records), test (1 record)'],
    [
      'lists of other fields answer under other names',
      { one: [{ id: 'v1', prediction: 'a' }], two: { v1: { id: 'v1', pred: 'b' } } },
      'one (1 record), two (1 record)'
    ]
  ])('are not guessed where %s', (_, value, got) => {
    const problem = {
      code: 'records-ambiguous',
      severity: 'error',
      where: { file: 'x.json' },
      what: 'it is not clear which of its lists are the predictions',
      got,
      expected: 'one list of records a file'
    };
    expect(() => unwrap(value)).toThrow(DataError);
    expect(() => unwrap(value)).toThrow(expect.objectContaining({ problem }) as Error);
  });

  it('under other names are one list where their fields are the same, in whatever order', () => {
    const lists = { train: [7, { id: 'v1', pred: 'a' }], test: [{ pred: 'b', id: 'v2' }] };
    expect(unwrap(lists)?.records).toHaveLength(3);
  });
});
