import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/lib/core/json';
import { listModelFields, modelOf } from '../../src/lib/predictions/modelField';
import { toRow } from '../../src/lib/predictions/recordRow';
import { describeUnwrapped } from '../../src/lib/predictions/wrapped/describeUnwrapped';
import { ListRows } from '../../src/lib/predictions/wrapped/ListRows';
import { unwrapRecords } from '../../src/lib/predictions/wrapped/unwrapRecords';

const a = { sample_id: 'v1', response: 'a' };
const b = { sample_id: 'v2', response: 'b' };
const problem = { code: 'x', severity: 'error', where: {}, what: 'x' } as const;
const note = { code: 'y', severity: 'note', where: {}, what: 'y' } as const;

const unwrap = (records: readonly (JsonObject | null)[]) =>
  unwrapRecords({
    path: 'x.jsonl',
    rows: records.map((record, i) => (record === null ? { line: 5 * i, problem } : { line: 5 * i, record })),
    pythonNumberRows: 0,
    warnings: [note]
  });

describe('records in wrappers', () => {
  it('are the rows, by their number; what is no wrapper stays one', () => {
    const { rows, warnings } = unwrap([{ results: [a, 7] }, null, b, { results: [b] }]);
    expect(rows).toMatchObject([
      { line: 1, record: a },
      { line: 2, problem: { code: 'not-a-record', where: { file: 'x.jsonl', line: 2 } } },
      { line: 3, problem },
      { line: 4, record: b },
      { line: 5, record: b }
    ]);
    expect(warnings).toEqual([
      note,
      {
        code: 'records-inside',
        severity: 'note',
        where: { file: 'x.jsonl' },
        what: '5 records were read from “results”; the number behind the file is that of the record, not of its line'
      }
    ]);
  });

  it.each<[what: string, records: readonly (JsonObject | null)[]]>([
    ['records', [a, { results: [b] }]],
    ['nothing', []],
    ['nothing that can be read', [null]],
    ['results', [{ schema: 'medgen-bench-viewer/results/1', rows: [a] }]]
  ])('are none where the first are %s', (_, records) => {
    expect(unwrap(records).warnings).toEqual([note]);
  });

  it('are of the models that their wrappers name, where these are several', () => {
    const of = (...models: (string | null)[]) =>
      unwrap(models.map((model) => ({ ...(model !== null && { model }), results: [a] }))).rows.map((row) =>
        'record' in row ? (row.record['model'] ?? null) : row
      );
    expect(of('gpt', 'llava', 'gpt', null)).toEqual(['gpt', 'llava', 'gpt', null]);
    expect(of('gpt', 'gpt')).toEqual([null, null]);
    expect(of('gpt')).toEqual([null]);
  });

  it('may be rows of a table, each of which has to fit', () => {
    const table = { columns: ['sample_id', 'response'], data: [['v1', 'a'], ['v2']] };
    expect(unwrap([table]).rows).toMatchObject([
      { line: 1, record: a },
      { line: 2, problem: { code: 'csv-columns', where: { file: 'x.jsonl', line: 2 } } }
    ]);
  });

  it('are said to be from where they were, and what was left', () => {
    const say = (isCounted: boolean, left?: string[]) =>
      describeUnwrapped('x.json', 1, { from: 'columns', ...(left && { left }) }, isCounted).what;
    expect(say(false)).toBe('1 record were read from columns');
    expect(say(false, ['a', 'b'])).toBe('1 record were read from columns; “a”, “b” was not read');
  });
});

describe('the values of a list', () => {
  const read = (...values: JsonValue[]) => {
    const list = new ListRows('x.json');
    values.forEach((value, i) => list.add(i + 1, value));
    return list.toFile();
  };
  const notRecord = (line: number, got: string) => ({
    line,
    problem: {
      code: 'not-a-record',
      severity: 'error',
      where: { file: 'x.json', line },
      what: 'not a record',
      got,
      expected: 'an object'
    }
  });

  it('are records, and each other one is a row that is none', () => {
    expect(read(a, 'x', 7, null, true, [1])).toEqual({
      path: 'x.json',
      rows: [
        { line: 1, record: a },
        notRecord(2, 'a string'),
        notRecord(3, 'a number'),
        notRecord(4, 'null'),
        notRecord(5, 'a boolean'),
        notRecord(6, 'an array')
      ]
    });
    expect(toRow('x.json', 1, a)).toEqual({ line: 1, record: a });
  });

  it('may be lists with records in them', () => {
    const { rows, warnings } = read([a, 7], [b]);
    expect(rows).toEqual([{ line: 1, record: a }, notRecord(1, 'a number'), { line: 2, record: b }]);
    expect(warnings!.map(({ what }) => what)).toEqual(['3 records were read from lists in a list']);
  });

  it('may be cells below a header, which stands first', () => {
    const header = ['sample_id', 'response'];
    const { rows, warnings } = read(header, ['v1', 'a'], ['v2']);
    expect(rows).toMatchObject([
      { line: 2, record: a },
      { line: 3, problem: { code: 'csv-columns', where: { line: 3 } } }
    ]);
    expect(warnings!.map(({ what }) => what)).toEqual(['2 records were read from a table']);
    expect(read(a, header).rows).toEqual([{ line: 1, record: a }, notRecord(2, 'an array')]);
  });
});

describe('fields that name a model', () => {
  it('are those called so, the likeliest first, not deeper than a batch has them, nor of the sample', () => {
    const record = {
      engine: 'x',
      'Model Name': 'x',
      config: { model: 'x', run: { llm: 'x', deeper: { system: 'x' } } },
      metadata: { model: 'x' },
      modeled: 'x'
    };
    expect(listModelFields([{ x: 1 }, record])).toEqual([
      'config.model',
      'Model Name',
      'config.run.llm',
      'engine'
    ]);
    expect(listModelFields([{ model: { name: 'x', id: 'y' } }])).toEqual(['model.name', 'model.id']);
  });

  it('hold a name, or nothing', () => {
    expect([' gpt ', 500, '', ' ', null, ['gpt']].map((model) => modelOf({ model }, 'model'))).toEqual([
      'gpt',
      '500',
      null,
      null,
      null,
      null
    ]);
  });
});
