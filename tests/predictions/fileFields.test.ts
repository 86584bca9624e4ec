import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { describeFields, firstRecords, mapFields } from '../../src/lib/predictions/fileFields';
import type { RecordFile } from '../../src/lib/predictions/recordRow';

const problem = { code: 'x', severity: 'error', where: {}, what: 'x' } as const;

/** A file of these records; null is a row that cannot be read. */
const file = (...records: (JsonObject | null)[]): RecordFile => ({
  path: 'm_vqa.jsonl',
  pythonNumberRows: 0,
  rows: records.map((record, i) => (record === null ? { line: i + 1, problem } : { line: i + 1, record }))
});

const describeRecords = (...records: (JsonObject | null)[]) => describeFields(file(...records));

describe('the first records of a file', () => {
  it('are twenty of those that can be read', () => {
    const records = Array.from({ length: 21 }, (_, n) => ({ n }));
    expect(firstRecords(file(null, ...records))).toEqual(records.slice(0, 20));
  });
});

describe('the fields of a file', () => {
  it('are all of its first records, each with its first value that is not empty', () => {
    const { examples, shape, path, records } = describeRecords(
      null,
      { sample_id: 'v1', response: '', b: null },
      { sample_id: 'v2', response: 'B', b: '' },
      { a: 0, b: 'x' },
      { a: 1, b: 'y' }
    );
    expect(examples).toEqual({ sample_id: 'v1', response: 'B', b: 'x', a: 0 });
    expect([shape, path, records]).toEqual(['a\nb\nresponse\nsample_id', 'm_vqa.jsonl', 5]);
  });

  it('are five hundred of a record and no more', () => {
    const fields = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`f${i}`, i]));
    expect(Object.keys(describeRecords({ ...fields }).examples)).toHaveLength(500);
  });

  it('may be called as anything', () => {
    const { examples } = describeRecords(JSON.parse('{"__proto__": "x", "toString": "y"}') as JsonObject);
    expect(Object.entries(examples)).toEqual([
      ['__proto__', 'x'],
      ['toString', 'y']
    ]);
  });

  it.each<[record: JsonObject, lacking: string[]]>([
    [{}, ['sample_id', 'response', 'output_image']],
    [{ sample_id: 'v1' }, ['response', 'output_image']],
    [{ sample_id: '' }, ['sample_id', 'response', 'output_image']],
    [{ instruction: 'x' }, ['response', 'output_image']],
    [{ instruction: '' }, ['sample_id', 'response', 'output_image']],
    [{ response: '' }, ['sample_id', 'output_image']],
    [{ response: null }, ['sample_id', 'output_image']],
    [{ response: ['B'] }, ['sample_id', 'response', 'output_image']],
    [{ response: { text: 'B' } }, ['sample_id', 'response', 'output_image']],
    [{ output_image: 'a.png' }, ['sample_id', 'response']],
    [{ output_image: '' }, ['sample_id', 'response', 'output_image']]
  ])('%j lack %j', (record, lacking) => {
    expect(describeRecords(record).lacking).toEqual(lacking);
  });

  it('lack what no record has', () => {
    expect(
      describeRecords({ sample_id: 'v1' }, { response: 'B' }, { output_image: 'a.png' }).lacking
    ).toEqual([]);
  });

  it('are looked for inside of others where a prediction lacks something', () => {
    const inside = { 'doc.id': 'v1', 'doc.text': 'x' };
    const doc = { id: 'v1', text: 'x' };
    expect(describeRecords({ doc, response: 'B' }).examples).toMatchObject(inside);
    expect(describeRecords({ doc, sample_id: 'v1' }).examples).toMatchObject(inside);
    for (const answered of [{ response: 'B' }, { output_image: 'a.png' }])
      expect(describeRecords({ doc, sample_id: 'v1', ...answered }).examples).not.toHaveProperty(['doc.id']);
  });

  it.each<[records: (JsonObject | null)[], isUnanswered: boolean]>([
    [[{ sample_id: 'v1', response: '' }], true],
    [[{ response: null }, { response: '' }, { output_image: '' }, null], true],
    [[{ response: '' }, { response: 'B' }], false],
    [[{ response: 0 }], false],
    [[{ output_image: 'a.png' }], false],
    [[{ response: '', error: 'timeout' }], false],
    [[{ response: '', error: '' }], true],
    [[...Array.from({ length: 30 }, () => ({ response: '' })), { response: 'B' }], false]
  ])('of %j hold no answer: %s', (records, isUnanswered) => {
    expect(describeRecords(...records).isUnanswered).toBe(isUnanswered);
  });

  it('may hold their answers elsewhere, where that for answers is empty', () => {
    const empty = { sample_id: 'v1', response: '' };
    expect(describeRecords({ ...empty, prediction: 'B' })).toMatchObject({
      lacking: ['output_image', 'response'],
      suggestion: { response: 'prediction' }
    });
    for (const nothing of [{ prediction: '' }, { seed: 1, top: 2 }])
      expect(describeRecords({ ...empty, ...nothing })).toMatchObject({
        lacking: ['output_image'],
        suggestion: {}
      });
    const some = [
      { ...empty, prediction: 'B' },
      { sample_id: 'v2', response: 'C' }
    ];
    expect(describeRecords(...some).lacking).toEqual(['output_image']);
  });
});

describe('fields that a person named', () => {
  const map = (record: JsonObject, mapping: Record<string, string>) => {
    const [row] = mapFields(file(record), mapping).rows;
    return row && 'record' in row ? row.record : row;
  };

  it('are there by their official names, too', () => {
    expect(map({ id: 'v1', out: { text: 'B' } }, { sample_id: 'id', response: 'out.text' })).toEqual({
      id: 'v1',
      out: { text: 'B' },
      sample_id: 'v1',
      response: 'B'
    });
    expect(map({ id: 'v1' }, { sample_id: 'id', response: 'out.text' })).toEqual({
      id: 'v1',
      sample_id: 'v1'
    });
  });

  it.each<[field: string, own: unknown, isKept: boolean]>([
    ['sample_id', 'own', true],
    ['sample_id', '', false],
    ['sample_id', null, false],
    ['response', 'own', true],
    ['response', 0, true],
    ['response', '', false],
    ['response', null, false],
    ['response', ['own'], false],
    ['output_image', 'own.png', true],
    ['output_image', '', false],
    ['output_image', 7, false]
  ])('leave what a record has by that name: %s %j', (field, own, isKept) => {
    const record = { [field]: own, other: 'new' } as JsonObject;
    expect(map(record, { [field]: 'other' })).toEqual({ ...record, [field]: isKept ? own : 'new' });
  });

  it('are no reference any more, where an answer was the response', () => {
    expect(map({ answer: 'B', gt: 'C' }, { response: 'answer' })).toEqual({ gt: 'C', response: 'B' });
    expect(map({ choice: 'v1', x: 1 }, { sample_id: 'choice' })).toEqual({
      choice: 'v1',
      x: 1,
      sample_id: 'v1'
    });
  });

  it('are none of a row that cannot be read, and nothing changes where nothing was said', () => {
    expect(mapFields(file(null), { response: 'x' })).toEqual(file(null));
    const own = file({ x: 1 });
    expect(mapFields(own, {})).toBe(own);
  });
});
