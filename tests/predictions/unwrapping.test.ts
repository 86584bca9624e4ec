import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/lib/core/json';
import { findModels } from '../../src/lib/predictions/wrapped/findModels';
import { looksLikeRecord } from '../../src/lib/predictions/wrapped/looksLikeRecord';
import { nameModel } from '../../src/lib/predictions/wrapped/nameModel';
import { readByKey, readTextsByKey } from '../../src/lib/predictions/wrapped/readByKey';
import { readColumns } from '../../src/lib/predictions/wrapped/readColumns';
import { readSplit } from '../../src/lib/predictions/wrapped/readSplit';

describe('an object that says what was asked or answered', () => {
  it.each<[JsonValue | undefined, boolean]>([
    [{ response: '' }, true],
    [{ sample_id: 'v1' }, true],
    [{ BLEU: 0.2 }, true],
    [{ instruction: 'x' }, true],
    [{ 'Model Output': 'B' }, true],
    [{ edited_image: 'a.png' }, true],
    // Much else is called so,
    [{ output: 'B' }, false],
    [{ path: 'a.png' }, false],
    [{ file_name: 'a.png' }, false],
    // but hardly with an id beside it.
    [{ id: 1, output: 'B' }, true],
    [{ question_id: 1, file_name: 'a.png' }, true],
    [{ id: 1 }, false],
    [{ model: 'gpt', seed: 1 }, false],
    [{}, false],
    [[{ response: '' }], false],
    ['response', false],
    [null, false],
    [undefined, false]
  ])('%j: %s', (value, expected) => expect(looksLikeRecord(value)).toBe(expected));
});

describe('a table by columns', () => {
  const read = (value: JsonObject) => readColumns(value)?.records ?? null;
  const records = [
    { sample_id: 'v1', response: 'a' },
    { sample_id: 'v2', response: 'b' }
  ];

  it.each<[what: string, value: JsonObject, expected: readonly JsonObject[] | null]>([
    ['lists of one length', { sample_id: ['v1', 'v2'], response: ['a', 'b'] }, records],
    ['lists of other lengths', { sample_id: ['v1', 'v2'], response: ['a'] }, null],
    ['one list', { response: ['a', 'b'] }, null],
    ['lists beside a text', { sample_id: ['v1'], response: ['a'], model: 'gpt' }, null],
    ['lists that hold a record', { response: ['x', { response: 'a' }], sample_id: ['v1', 'v2'] }, null],
    ['lists of unknown names', { first: ['v1'], second: ['a'] }, null],
    ['lists of records', { response: [{ response: 'a' }], sample_id: ['v1'] }, null],
    ['objects by number', { sample_id: { 0: 'v1', 1: 'v2' }, response: { 0: 'a', 1: 'b' } }, records],
    [
      'objects by number without ids',
      { response: { 0: 'a', 1: 'b' } },
      [{ response: 'a' }, { response: 'b' }]
    ],
    ['objects by id', { response: { v1: 'a', v2: 'b' } }, records],
    [
      'objects of which one key is no number',
      { response: { 1: 'a', v2: 'b' } },
      [
        { sample_id: '1', response: 'a' },
        { sample_id: 'v2', response: 'b' }
      ]
    ],
    ...['id', 'ID', 'Sample ID', 'sample-id', 'sampleid'].map(
      (id): [string, JsonObject, readonly JsonObject[]] => [
        `objects whose keys are no ids, beside ${id}`,
        { [id]: { a: 'v1' }, response: { a: 'B' } },
        [{ [id]: 'v1', response: 'B' }]
      ]
    ),
    [
      'ids that are no ids of samples',
      { study_id: { a: 'x' }, response: { a: 'B' } },
      [{ sample_id: 'a', study_id: 'x', response: 'B' }]
    ],
    ['numbers of two digits', { response: { 10: 'a', 11: 'b' } }, [{ response: 'a' }, { response: 'b' }]],
    ['keys that begin like numbers', { response: { '1a': 'B' } }, [{ sample_id: '1a', response: 'B' }]],
    [
      'beside a name that begins like an id',
      { idx: { a: 1 }, response: { a: 'B' } },
      [{ sample_id: 'a', idx: 1, response: 'B' }]
    ],
    ['some other keys in one', { sample_id: { 0: 'v1', 1: 'v2' }, response: { 0: 'a', 2: 'b' } }, null],
    ['one object that holds an object', { response: { v1: 'a', v2: { text: 'b' } } }, null],
    ['more keys in one', { sample_id: { 0: 'v1' }, response: { 0: 'a', 1: 'b' } }, null],
    ['other keys in one', { sample_id: { 0: 'v1' }, response: { 1: 'a' } }, null],
    ['an object beside a text', { response: { v1: 'a' }, model: 'gpt' }, null],
    ['one object of objects', { response: { v1: { text: 'a' } } }, null],
    [
      'two objects of objects',
      { response: { v1: { text: 'a' } }, answer: { v1: { text: 'b' } } },
      [{ sample_id: 'v1', response: { text: 'a' }, answer: { text: 'b' } }]
    ],
    ['an empty object', { response: {} }, null],
    ['texts', { response: 'a', sample_id: 'v1' }, null],
    ['nothing', {}, null]
  ])('may be %s', (_, value, expected) => expect(read(value)).toEqual(expected));

  it('is said to be one', () => {
    expect(readColumns({ response: { v1: 'a' } })?.from).toBe('columns');
  });
});

describe('a table by rows', () => {
  const columns = ['sample_id', 'response'];
  const data = [['v1', 'a']];
  const records = [{ sample_id: 'v1', response: 'a' }];

  it.each(['columns', 'header', 'headers', 'column_names', 'fields'])('has its names in %s', (name) => {
    expect(readSplit({ [name]: columns, data })).toEqual({ records, from: 'a table', columns: 2 });
  });

  it.each(['data', 'rows', 'values', 'records'])('has its cells in %s', (name) => {
    expect(readSplit({ columns, [name]: data })?.records).toEqual(records);
  });

  it.each<[what: string, value: JsonObject]>([
    ['no names', { data }],
    ['no rows', { columns }],
    ['no known name', { columns: ['x', 'y'], data }],
    ['names that are no texts', { columns: ['response', 1], data }],
    ['names of no column', { columns: [], data }],
    ['names in an object', { columns: { response: 'text' }, data }],
    ['rows that are records', { columns, data: records }],
    ['rows of which one is a record', { columns, data: [...data, ...records] }],
    ['rows in an object', { columns, data: { 0: ['v1', 'a'] } }]
  ])('is none with %s', (_, value) => expect(readSplit(value)).toBeNull());

  it('leaves a row that does not fit as it is', () => {
    expect(readSplit({ columns, data: [['v1'], ['v1', 'a', 'b']] })?.records).toEqual([
      ['v1'],
      ['v1', 'a', 'b']
    ]);
  });

  it('has its ids in an index of texts, where no column has them', () => {
    const read = (index: JsonValue, names = ['response', 'x']) =>
      readSplit({ columns: names, index, data: [['a', 1], ['b']] })?.records;
    expect(read(['v1', 'v2'])).toEqual([{ sample_id: 'v1', response: 'a', x: 1 }, ['b']]);
    const without = [{ response: 'a', x: 1 }, ['b']];
    expect(read([0, 1])).toEqual(without);
    expect(read(['v1'])).toEqual(without);
    expect(read([])).toEqual(without);
    expect(read(['v1', 'v2'], ['response', 'sample_id'])).toEqual([{ response: 'a', sample_id: 1 }, ['b']]);
  });
});

describe('records by their keys', () => {
  it('are called by them where they have no ids of their own', () => {
    const own = [
      { sample_id: 'v2', response: 'b' },
      { metadata: { unique_id: 'v3' }, response: 'c' }
    ];
    expect(readByKey({ v1: { response: 'a' }, x: own[0]!, y: own[1]! })).toStrictEqual({
      records: [{ sample_id: 'v1', response: 'a' }, ...own],
      from: 'an object, by their keys'
    });
  });

  it.each<JsonObject>([
    {},
    { v1: { response: 'a' }, v2: { seed: 1 } },
    { v1: { response: 'a' }, v2: 'b' },
    { gpt: { predictions: [{ response: 'a' }] } },
    { gpt: { response: 'a', others: [1, { response: 'a' }] } }
  ])('are not %j', (value) => expect(readByKey(value)).toBeNull());

  it('may be answers alone: texts, numbers, truth values, nothing, or one of them in a list', () => {
    expect(readTextsByKey({ v1: 'B', v2: 3, v3: false, v4: null, v5: ['C'], v6: [['D']] })).toEqual(
      ['B', 3, false, null, 'C', 'D'].map((response, i) => ({ sample_id: `v${i + 1}`, response }))
    );
    expect(readTextsByKey({ e1: 'out/1.png', e2: ['out/2.webp'] })).toEqual([
      { sample_id: 'e1', output_image: 'out/1.png' },
      { sample_id: 'e2', output_image: 'out/2.webp' }
    ]);
  });

  it.each<JsonObject>([
    {},
    { v1: 'B', response: 'C' },
    { v1: 'B', v2: { text: 'C' } },
    { v1: ['B', 'C'] },
    { v1: [] },
    { v1: [{ text: 'B' }] }
  ])('are not the texts of %j', (value) => expect(readTextsByKey(value)).toBeNull());
});

describe('models by the names of lists', () => {
  it.each<[paths: string[][], models: string[] | null]>([
    [
      [['gpt'], ['llava']],
      ['gpt', 'llava']
    ],
    [
      [
        ['runs', 'gpt', 'predictions'],
        ['runs', 'llava', 'predictions']
      ],
      ['gpt', 'llava']
    ],
    [[['gpt']], null],
    [[], null],
    [[['gpt'], ['gpt']], null],
    [
      [
        ['a', 'x'],
        ['b', 'x'],
        ['a', 'y']
      ],
      null
    ],
    // A list that lies less deep has no name there.
    [[['gpt', 'a'], ['gpt']], null],
    ...[
      ...['train', 'training', 'val', 'valid', 'validation', 'dev', 'all', 'rest', 'batch', 'batch_2'],
      ...['fold 1', 'page-3', 'correct', 'incorrect', 'right', 'wrong', 'pass', 'passed', 'success'],
      ...['successful', 'successes', 'fail', 'failed', 'failure', 'failures', 'error', 'errors', 'Errors'],
      ...['complete', 'completed', 'done', 'invalid', 'matched', 'unmatched', '7', 'test', 'predictions'],
      ...['vqa', 'part_1', 'vqa_part2.jsonl', 'edit.csv', 'report-generation', 'MRI', 'ct.json', 'test.tsv'],
      'edit.parquet'
    ].map((part): [string[][], null] => [[['gpt'], [part]], null]),
    ...['trainer', 'mybatch', 'batch_a', 'gpt.json', 'passage', '7b', 'doner'].map(
      (model): [string[][], string[]] => [
        [['gpt'], [model]],
        ['gpt', model]
      ]
    )
  ])('of %j are %j', (paths, models) => expect(findModels(paths)).toEqual(models));

  it('are those of the records that do not name their own', () => {
    const inside = { records: [{ response: 'a' }, { model: 'own', response: 'b' }, null], from: 'x' };
    expect(nameModel(inside, 'gpt')).toEqual({
      records: [{ model: 'gpt', response: 'a' }, { model: 'own', response: 'b' }, null],
      from: 'x'
    });
  });
});
