import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { readRecords } from '../../src/lib/predictions/readRecords';

async function read(path: string, content: BlobPart) {
  const entry = makeBlobEntry(path, new Blob([content]), 0);
  const file = await readRecords(entry, { pacer: new Pacer(), onBytes: () => undefined });
  return file.rows.map((row) =>
    'record' in row ? [row.line, row.record] : [row.line, formatProblem(row.problem)]
  );
}

describe('JSONL', () => {
  it('has one record a line; blank lines are none, and broken ones cost nothing but themselves', async () => {
    expect(await read('x.jsonl', '{"a":1}\n\n  \n{"a":\n[1]\nnull\n"x"\n{"a":2}')).toEqual([
      [1, { a: 1 }],
      [4, 'x.jsonl:4: not valid JSON at character 6; got the end of the record, expected a value'],
      [5, 'x.jsonl:5: not a record; got an array, expected an object'],
      [6, 'x.jsonl:6: not a record; got null, expected an object'],
      [7, 'x.jsonl:7: not a record; got a string, expected an object'],
      [8, { a: 2 }]
    ]);
  });
});

describe('JSON', () => {
  it('may be an array of records, each known by the line it begins in', async () => {
    expect(await read('x.json', '[\n  {"a": 1,\n   "b": NaN},\n\n  {"a": 2}, 3\n]\n')).toEqual([
      [2, { a: 1, b: NaN }],
      [5, { a: 2 }],
      [5, 'x.json:5: not a record; got a number, expected an object']
    ]);
    expect(await read('x.json', '[]')).toEqual([]);
    expect(await read('x.json', ' \n')).toEqual([]);
  });

  it('keeps the records before a break, which counts as one row', async () => {
    expect(await read('x.json', '[\n{"a": 1},\n{"a": oops},\n{"a": 3}]')).toEqual([
      [2, { a: 1 }],
      [3, 'x.json:3: not valid JSON at character 7; got "oops},\\n{\\"a\\": 3}]", expected a value']
    ]);
    expect(await read('x.json', '[{"a": 1}')).toEqual([
      [1, { a: 1 }],
      [1, 'x.json:1: not valid JSON at character 10; got the end of the record, expected "," or "]"']
    ]);
  });

  it('may be one record over several lines, or JSONL under another name', async () => {
    expect(await read('x.json', '{\n "a": 1\n}')).toEqual([[1, { a: 1 }]]);
    expect(await read('x.json', '{"a": 1}\n{"a": 2}\n')).toEqual([
      [1, { a: 1 }],
      [2, { a: 2 }]
    ]);
  });

  it('is one unreadable row when its bytes are no text', async () => {
    const rows = await read('x.json', new Uint8Array([0x5b, 0x0a, 0x22, 0xe9, 0x22, 0x5d]));
    expect(rows).toEqual([
      [2, 'x.json:2: not UTF-8 text at character 2; got "\\"�\\"]", expected UTF-8 or UTF-16']
    ]);
  });
});

it('reads objects one behind the other, as where files without a last line end were put together', async () => {
  const rows = await read(
    'x.jsonl',
    '{"sample_id": "1"}{"sample_id": "2"} {"sample_id": "3"}\n{"sample_id": "4"}{"sam\n'
  );
  expect(rows).toEqual([
    [1, { sample_id: '1' }],
    [1, { sample_id: '2' }],
    [1, { sample_id: '3' }],
    [2, { sample_id: '4' }],
    [2, expect.stringContaining('x.jsonl:2: not valid JSON at character 20') as string]
  ]);
  expect(await read('x.jsonl', '{"sample_id": "1"} and more\n')).toEqual([
    [1, expect.stringContaining('expected the end of the record') as string]
  ]);
});

describe('CSV', () => {
  it('has a column a field; empty cells are no fields, but a response may be empty', async () => {
    expect(await read('x.csv', '\ufeffsample_id,response,answer\r\n1,"a, ""b""",\r\n2,,x\r\n')).toEqual([
      [2, { sample_id: '1', response: 'a, "b"' }],
      [3, { sample_id: '2', response: '', answer: 'x' }]
    ]);
  });

  it('may have line ends in cells; lines are counted all the same', async () => {
    expect(await read('x.csv', 'sample_id,response\n1,"a\nb\n\nc"\n\n2,d\n')).toEqual([
      [2, { sample_id: '1', response: 'a\nb\n\nc' }],
      [7, { sample_id: '2', response: 'd' }]
    ]);
  });

  it('is separated by semicolons or tabs too', async () => {
    expect(await read('x.csv', 'sample_id;response\n1;a,b\n')).toEqual([
      [2, { sample_id: '1', response: 'a,b' }]
    ]);
    expect(await read('x.tsv', 'sample_id\tresponse\n1\ta,b\n')).toEqual([
      [2, { sample_id: '1', response: 'a,b' }]
    ]);
  });

  it('may have lists and reports as JSON in cells that mean them, and only there', async () => {
    const text =
      'sample_id,answer,input_images,response\n1,"{""F"": ""x""}","[""a.png""]","[""a""]"\n2,[1] see,,{}\n';
    expect(await read('x.csv', text)).toEqual([
      [2, { sample_id: '1', answer: { F: 'x' }, input_images: ['a.png'], response: '["a"]' }],
      [3, { sample_id: '2', answer: '[1] see', response: '{}' }]
    ]);
  });

  it('refuses rows that do not fit the header, one by one', async () => {
    expect(await read('x.csv', 'sample_id,response\n1\n2,a,b\n3,c\n')).toEqual([
      [2, 'x.csv:2: the row does not fit the header; got 1 cell, expected 2 cells'],
      [3, 'x.csv:3: the row does not fit the header; got 3 cells, expected 2 cells'],
      [4, { sample_id: '3', response: 'c' }]
    ]);
  });

  it('refuses a cell that is not closed', async () => {
    const rows = await read('x.csv', 'sample_id,response\n1,a\n2,"b\nand more\n');
    expect(rows[0]).toEqual([2, { sample_id: '1', response: 'a' }]);
    expect(rows[1]![1]).toMatch(
      /^x\.csv:3: a quoted cell is malformed; got .+, expected closed and doubled quotes$/
    );
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['a word in quotes', 'tsv', '2\t"right" lung\n3\t5" x 3"', ['"right" lung', '5" x 3"']],
    ['a quote that is never closed', 'csv', '2,"b\n\n3,"c, d"', ['"b', 'c, d']]
  ])('loses no row to %s', async (_, ending, lines, texts) => {
    const header = ending === 'tsv' ? 'sample_id\tresponse' : 'sample_id,response';
    const rows = await read(`x.${ending}`, `${header}\n${lines}\n`);
    expect(rows.map(([, row]) => row)).toEqual([
      { sample_id: '2', response: texts[0] },
      { sample_id: '3', response: texts[1] }
    ]);
  });

  it('refuses a row with bytes that are no text, also in the middle of a cell', async () => {
    const bytes = new TextEncoder().encode('sample_id,response\n1,a\n2,caf?\n3,"x\ncaf?\ny"\n4,d\n');
    for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0x3f) bytes[i] = 0xe9;
    expect(
      (await read('x.csv', bytes)).map(([line, row]) => (typeof row === 'string' ? row.split(';')[0] : line))
    ).toEqual([2, 'x.csv:3: not UTF-8 text at character 6', 'x.csv:5: not UTF-8 text at character 4', 7]);
  });

  it('is read in batches that never cut a cell', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},"${i % 7 === 0 ? 'a\n"",b\n' : 'x'}${i}"`);
    const read3000 = await read('x.csv', `sample_id,response\n${rows.join('\n')}\n`);
    expect(read3000).toHaveLength(3000);
    expect(read3000[2996]).toEqual([
      2 + 2996 + 2 * Math.ceil(2996 / 7),
      { sample_id: '2996', response: `a\n",b\n2996` }
    ]);
  });

  it('has no power over prototypes', async () => {
    const [row] = await read('x.csv', '__proto__,response\nevil,a\n');
    expect(Object.getPrototypeOf(row![1])).toBe(Object.prototype);
    expect(Object.keys(row![1] as object)).toEqual(['__proto__', 'response']);
  });
});

describe('a file of records', () => {
  const readFile = (path: string, content: string) =>
    readRecords(makeBlobEntry(path, new Blob([content]), 0), {
      pacer: new Pacer(),
      onBytes: () => undefined
    });

  it.each(['x.csv', 'x.tsv', 'x.csv.gz', 'x.TSV.GZ'])('is a table by its name: %s', async (path) => {
    const { rows, isTable } = await readFile(path, '\n  \nfirst,second\nv1,a\n');
    expect([rows, isTable]).toEqual([[{ line: 4, record: { first: 'v1', second: 'a' } }], true]);
  });

  it.each(['x.txt', 'x.csv.bak', 'x.gz.csvx'])('is no table by its name: %s', async (path) => {
    const { rows, isTable } = await readFile(path, 'first,second\n');
    expect([rows.length, isTable]).toEqual([1, undefined]);
  });

  it('is told by its first two lines that are not blank', async () => {
    const { rows } = await readFile('x.json', '\n {\n\n  \n"a": 1\n}\n');
    expect(rows).toEqual([{ line: 1, record: { a: 1 } }]);
  });

  it('has its numbers of Python, its comments and what Python printed counted', async () => {
    const lines = ['{"a": NaN}', '# x', '{"a": 1}', ' // y', '{"b": [Infinity]}', "{'c': None}"];
    const { rows, pythonNumberRows, warnings } = await readFile('x.jsonl', lines.join('\n'));
    expect([rows.length, pythonNumberRows]).toEqual([4, 2]);
    expect(warnings).toMatchObject([
      { code: 'python-literal', where: { file: 'x.jsonl', line: 6 } },
      {
        code: 'comment-lines',
        severity: 'warning',
        where: { file: 'x.jsonl' },
        what: 'lines that begin with # or // are no records, and are left out: 2'
      }
    ]);
    expect((await readFile('x.jsonl', '{"a": 1}')).warnings).toEqual([]);
  });

  it('has records one behind the other in a line, up to what is broken', async () => {
    expect(await read('x.jsonl', '{"a":1} {"a":2}{"a": oops\n{"a":3}')).toEqual([
      [1, { a: 1 }],
      [1, { a: 2 }],
      [1, 'x.jsonl:1: not valid JSON at character 22; got "oops", expected a value'],
      [2, { a: 3 }]
    ]);
    expect(await read('x.jsonl', '{"a": oops} {"a":2}\n7 {"a":1} {"a":2}')).toEqual([
      [1, expect.stringContaining('not valid JSON at character 7')],
      [2, expect.stringContaining('not valid JSON at character 3')]
    ]);
  });

  it('has its images taken out of it, by the number of their records', async () => {
    const png = Buffer.from('\x89PNG\r\n\x1a\n'.padEnd(48, '\0'), 'latin1').toString('base64');
    const lines = [{ response: png }, { response: 'B', output_image: png }];
    const { images } = await readFile('x.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(images!.map(({ path }) => path)).toEqual(['x.jsonl/1/response.png', 'x.jsonl/2/output_image.png']);
  });

  it.each([
    ['<!DOCTYPE html>', 'html-page', 'HTML'],
    ['version https://git-lfs.github.com/spec/v1', 'lfs-pointer', 'a text that names the file by its hash']
  ])('may be none at all: %s', async (content, code, got) => {
    await expect(readFile('x.jsonl', content)).rejects.toMatchObject({
      problem: { code, severity: 'error', where: { file: 'x.jsonl' }, got }
    });
  });
});
