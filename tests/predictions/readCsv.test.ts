import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { readCsv, readJsonCell } from '../../src/lib/predictions/readCsv';

const read = (text: string, pacer = new Pacer()) =>
  readCsv(
    'x.csv',
    text === '' ? [] : text.split('\n').map((line, i) => ({ number: i + 1, text: line })),
    pacer
  );

/** The records by their lines; what is wrong with a row by its code. */
async function readRows(text: string): Promise<[number, JsonObject | string][]> {
  const { rows } = await read(text);
  return rows.map((row) => [row.line, 'record' in row ? row.record : row.problem.code]);
}

const readWarnings = async (text: string) => (await read(text)).warnings;

describe('what separates the cells', () => {
  const record = { id: '1', response: 'yes' };

  it.each([
    ['sep=;\nid;response\n1;yes'],
    ['"sep=;"\nid;response\n1;yes'],
    [' sep=; \nid;response\n1;yes'],
    ['SEP=;\nid;response\n1;yes'],
    ['sep=|\nid|response\n1|yes'],
    ['sep=x\nidxresponse\n1xyes'],
    // Excel fills the line up to the width of the table.
    ['sep=;,,\nid;response\n1;yes'],
    ['"sep=,";;;\nid,response\n1,yes'],
    ['sep=\nid;response\n1;yes']
  ])('may be named: %j', async (text) => {
    expect(await readRows(text)).toStrictEqual([[3, record]]);
  });

  it('is not named by a column that is called so', async () => {
    expect(await readRows('a,sep=;\n1,2')).toStrictEqual([[2, { a: '1', 'sep=;': '2' }]]);
    expect(await readRows('sep=ab,c\n1,2')).toStrictEqual([[2, { 'sep=ab': '1', c: '2' }]]);
  });

  it('is what the header has most of, whatever the rows are full of', async () => {
    const row = '1;"a,b,c,d,e,f,g,h"';
    expect(await readRows(`id;response\n${row}\n${row}`)).toStrictEqual([
      [2, { id: '1', response: 'a,b,c,d,e,f,g,h' }],
      [3, { id: '1', response: 'a,b,c,d,e,f,g,h' }]
    ]);
  });

  it('may be a space, of which two are two', async () => {
    expect(await readRows('"sep= "\nid response\n1 "a b"\n2  "a"')).toStrictEqual([
      [3, { id: '1', response: 'a b' }],
      [4, 'csv-columns']
    ]);
  });

  it('may have spaces before a quote behind it, which are no part of the cell', async () => {
    expect(await readRows('id, response\n1, "a, b"\n2,   ""')).toStrictEqual([
      [2, { id: '1', response: 'a, b' }],
      [3, { id: '2', response: '' }]
    ]);
    expect(await readRows('id|response\n1| "a|b"')).toStrictEqual([[2, { id: '1', response: 'a|b' }]]);
    expect(await readRows('id,response\n  "1", "a"')).toStrictEqual([[2, { id: '1', response: 'a' }]]);
  });

  it('is left alone inside of a cell, with its spaces', async () => {
    expect(await readRows('id,response\n1, "he said, ""no"""\n2,"x,  ""y"""')).toStrictEqual([
      [2, { id: '1', response: 'he said, "no"' }],
      [3, { id: '2', response: 'x,  "y"' }]
    ]);
  });
});

describe('the rows of a CSV', () => {
  it('are none in a file of nothing, of a header, of blanks', async () => {
    expect(await readRows('')).toEqual([]);
    expect(await readRows('sep=;')).toEqual([]);
    expect(await readRows('id,response\n')).toEqual([]);
    expect(await readRows('\n , \nid,response\n,\n ,\t\n1,a')).toStrictEqual([
      [6, { id: '1', response: 'a' }]
    ]);
  });

  it('may hold a carriage return, which ends nothing', async () => {
    expect(await readRows('id\rx,response\n1,a')).toStrictEqual([[2, { 'id\rx': '1', response: 'a' }]]);
  });

  it('are read as one where a cell is longer than many batches', async () => {
    const cell = new Array(2100).fill('line').join('\n');
    expect(await readRows(`id,response\n1,"${cell}"\n2,b`)).toStrictEqual([
      [2, { id: '1', response: cell }],
      [2102, { id: '2', response: 'b' }]
    ]);
  });

  it('with a quote that is not closed say what is wanted', async () => {
    expect((await read('id,response\n1,"a\nb')).rows).toEqual([
      {
        line: 2,
        problem: {
          code: 'csv-quotes',
          severity: 'error',
          where: { file: 'x.csv', line: 2 },
          what: 'a quoted cell is malformed',
          got: expect.stringMatching(/./),
          expected: 'closed and doubled quotes'
        }
      }
    ]);
  });

  it('with a quote that is only a letter are read line by line, with a warning each', async () => {
    const text = 'id,response\n1,a\n2,"right" lung\n\n3,5" x 3"\n4,"b"\n5,"c, d"\n';
    expect(await readRows(text)).toStrictEqual([
      [2, { id: '1', response: 'a' }],
      [3, { id: '2', response: '"right" lung' }],
      [5, { id: '3', response: '5" x 3"' }],
      [6, { id: '4', response: 'b' }],
      [7, { id: '5', response: 'c, d' }]
    ]);
    expect(await readWarnings(text)).toEqual([
      {
        code: 'csv-quotes',
        severity: 'warning',
        where: { file: 'x.csv', line: 3 },
        what: 'a quote that is neither closed nor doubled; the cells of the line are read as they stand, with their quotes'
      }
    ]);
    expect(await readRows('id;response\n2;"right" lung\n3;b')).toStrictEqual([
      [2, { id: '2', response: '"right" lung' }],
      [3, { id: '3', response: 'b' }]
    ]);
  });

  it('let the page do its work between them where that is due', async () => {
    const count = async (isDue: boolean) => {
      let pauses = 0;
      const pause = () => Promise.resolve(void pauses++);
      await read('id,response\n1,a\n2,b', { isDue, pause } as unknown as Pacer);
      return pauses;
    };
    expect([await count(true), await count(false)]).toEqual([3, 0]);
  });
});

describe('the columns of a CSV', () => {
  it('are called without the spaces around, by their number where they have no name', async () => {
    expect(await readRows(' id ,, response\n1,x,a')).toStrictEqual([
      [2, { id: '1', 'Unnamed: 1': 'x', response: 'a' }]
    ]);
  });

  it('of one name are told apart, with a warning', async () => {
    expect(await readRows('id,response,response\n1,a,b')).toStrictEqual([
      [2, { id: '1', response: 'a', 'response.2': 'b' }]
    ]);
    expect(await readWarnings('id,response,response\n1,a,b')).toEqual([
      {
        code: 'csv-header',
        severity: 'warning',
        where: { file: 'x.csv', line: 1, field: 'response' },
        what: 'two columns are called "response"; the first is read, the other is called "response.2"'
      }
    ]);
  });
});

describe('a cell', () => {
  it.each([
    ['input_images', ' ["a.png"]', ['a.png']],
    ['input_images', "['a.png', 'b.png']", ['a.png', 'b.png']],
    ['input_images', '["a.png"', '["a.png"'],
    ['input_images', 'a [1].png', 'a [1].png'],
    ['answer', '{"F": "x"}', { F: 'x' }],
    ['answer', '[1] see', '[1] see'],
    ['response', '["a"]', '["a"]'],
    ['comment', '["a"]', '["a"]'],
    ['PSNR', '31.5', 31.5],
    ['PSNR', 'nan', NaN],
    ['PSNR', 'n/a', 'n/a']
  ] as const)('of %s, %j, is %j', (column, cell, value) => {
    expect(readJsonCell(column, cell)).toEqual(value);
  });

  it('that begins like a list where one is wanted, and is none, is warned of', async () => {
    expect(await readWarnings('id,input_images\n1,"[a.png"')).toEqual([
      {
        code: 'csv-cell',
        severity: 'warning',
        where: { file: 'x.csv', line: 2, field: 'input_images' },
        what: 'the cell of input_images is neither JSON nor a Python literal; it is read as a text',
        got: '"[a.png"',
        expected: 'a list or an object as json.dumps writes it'
      }
    ]);
    expect(await readWarnings('id,input_images,answer,comment\n1,a [1].png,[1] see,[see')).toEqual([]);
    expect(await readWarnings(`id,input_images\n1,"['a.png']"`)).toEqual([]);
  });

  it('of a response that is a printed list is warned of', async () => {
    expect(await readWarnings(`id,response\n1,"['a']"`)).toEqual([
      {
        code: 'csv-doubt',
        severity: 'warning',
        where: { file: 'x.csv', line: 2, field: 'response' },
        what: 'the response is a list or an object, printed as a text; it is scored as it stands'
      }
    ]);
    expect(await readWarnings(`id,response,comment\n1,[see,['a']\n2,7,7`)).toEqual([]);
  });

  it('that has as many letters as Excel keeps is warned of', async () => {
    const warn = (count: number) => readWarnings(`id,response\n1,${'a'.repeat(count)}`);
    expect(await warn(32_767)).toMatchObject([
      {
        where: { file: 'x.csv', line: 2, field: 'response' },
        what: 'the cell has 32767 characters, the most that Excel keeps; its text may be cut'
      }
    ]);
    expect([await warn(32_766), await warn(32_768)]).toEqual([[], []]);
  });
});
