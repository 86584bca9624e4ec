import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import type { Drop } from '../../src/lib/predictions/drop';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { ParquetTable } from '../../src/lib/dataset/parquet/ParquetTable';
import type { WithTables } from '../../src/lib/predictions/readTables';
import { decoder } from '../dataset/parquet/decoder';
import { makeTextTable } from '../predictions/makeTable';
import { readDrop } from '../predictions/readDrop';
import { images, sampleOf, predictions, vqaRecord } from '../predictions/records';
import { openCase, openCaseFile } from './openCase';

const withTables: WithTables = (use) => use((entry) => ParquetTable.open(entry, decoder));

const say = ({ problems }: Drop, severity = 'error') =>
  problems.filter((problem) => problem.severity === severity).map(formatProblem);

const answers = ({ systems }: Drop) =>
  Object.fromEntries(
    systems.map(({ system, rows }) => [
      system,
      rows.map((row) => (row.status === 'ready' ? row.prediction.response : row.reason))
    ])
  );

const right = ['B', 'right', 'A small nodule in the right lobe.'];

describe('what a file is', () => {
  it.each(['array_in_jsonl', 'pretty_objs_jsonl'])(
    'is told by its first lines, not by its ending: %s',
    async (name) => {
      const drop = await readDrop(openCase(name));
      expect(answers(drop)).toEqual({ m: right });
      expect(say(drop)).toEqual([]);
    }
  );

  it('may be no records at all: a web page, a pointer of Git LFS', async () => {
    const drop = await readDrop(openCase('html_jsonl'));
    expect(drop.systems).toEqual([]);
    expect(say(drop).slice(0, 2)).toEqual([
      'html_jsonl/pred/m_vqa.jsonl: this is a web page, not records: what was downloaded is the page around the file, or a login; got HTML, expected the file itself (download it with its own link)',
      'html_jsonl/pred/n_vqa.jsonl: this is a pointer of Git LFS, not the file itself; got a text that names the file by its hash, expected the file itself (git lfs pull, or download it from the web page of the repository)'
    ]);
  });

  const whole = [vqaRecord('v1', { response: 'a' }), vqaRecord('v2', { response: 'b' })];
  const header = 'sample_id,paper_task,answer,response';
  const table = `${header}\nv1,question-answering,x,a\nv2,question-answering,x,b\n`;

  it.each([
    ['CSV in .jsonl', 'm_vqa.jsonl', table],
    ['JSONL in .csv', 'm_vqa.csv', jsonl(whole)],
    ['an array in .csv', 'm_vqa.csv', JSON.stringify(whole)],
    ['tabs in .csv', 'm_vqa.csv', table.replaceAll(',', '\t')],
    ['bars in .csv', 'm_vqa.csv', table.replaceAll(',', '|')],
    ['CR line ends in JSONL', 'm_vqa.jsonl', jsonl(whole).replaceAll('\n', '\r')],
    ['CR line ends in CSV', 'm_vqa.csv', table.replaceAll('\n', '\r')],
    ['blank lines first', 'm_vqa.jsonl', `\n\n  \n${jsonl(whole)}`],
    ['a mark before an array', 'm_vqa.jsonl', `\ufeff${JSON.stringify(whole, null, 2)}`],
    ['commas behind records', 'm_vqa.jsonl', whole.map((record) => JSON.stringify(record)).join(',\n')],
    [
      'an array, a record a line',
      'm_vqa.jsonl',
      `[\n${whole.map((one) => JSON.stringify(one)).join(',\n')}\n]`
    ],
    [
      'indented, one after another',
      'm_vqa.json',
      whole.map((one) => JSON.stringify(one, null, 4)).join('\n')
    ],
    ['sep= and semicolons', 'm_vqa.csv', `sep=;\r\n${table.replaceAll(',', ';').replaceAll('\n', '\r\n')}`],
    ['sep= in a .jsonl', 'm_vqa.jsonl', `sep=,\n${table}`],
    ['spaces before quotes', 'm_vqa.csv', table.replaceAll(/,(a|b)\n/g, ', "$1"\n')]
  ])('is read: %s', async (_, name, text) => {
    const drop = await readDrop([dropFile(name, text), ...images()]);
    expect(answers(drop)).toEqual({ m: ['a', 'b'] });
    expect(say(drop)).toEqual([]);
  });

  it('in UTF-16 is read, too', async () => {
    const bytes = new Uint8Array(Buffer.from(`\ufeff${JSON.stringify(whole, null, 1)}`, 'utf16le'));
    expect(answers(await readDrop([dropFile('m_vqa.jsonl', bytes), ...images()]))).toEqual({ m: ['a', 'b'] });
  });

  it('does not change by one broken line', async () => {
    const [first, second] = whole.map((record) => JSON.stringify(record));
    const { m } = answers(
      await readDrop([dropFile('m_vqa.jsonl', `${first!.slice(0, 40)}\n${second}\n`), ...images()])
    );
    expect(m![0]).toContain('m_vqa.jsonl:1: not valid JSON');
    expect(m!.slice(1)).toEqual(['b']);
  });

  it.each([
    ['one member', gzipSync(jsonl(whole))],
    ['several members', Buffer.concat(whole.map((record) => gzipSync(jsonl([record]))))],
    ['zeros behind the end', Buffer.concat([gzipSync(jsonl(whole)), Buffer.alloc(700)])]
  ])('may be gzip of %s', async (_, bytes) => {
    for (const name of ['m_vqa.jsonl.gz', 'm_vqa.jsonl']) {
      const drop = await readDrop([dropFile(name, new Uint8Array(bytes)), ...images()]);
      expect(answers(drop)).toEqual({ m: ['a', 'b'] });
      expect(say(drop)).toEqual([]);
    }
  });

  it('in gzip may be a table or a document', async () => {
    const files: readonly [string, string][] = [
      ['a_vqa.csv.gz', table],
      ['b_vqa.json.gz', JSON.stringify(whole, null, 2)]
    ];
    const drop = await readDrop([
      ...files.map(([name, text]) => dropFile(name, new Uint8Array(gzipSync(text)))),
      ...images()
    ]);
    expect(answers(drop)).toEqual({ a: ['a', 'b'], b: ['a', 'b'] });
  });

  it('in gzip that is cut short costs that file, and says so', async () => {
    const bytes = gzipSync(jsonl(Array.from({ length: 500 }, (_, i) => vqaRecord(`v${i}`))));
    const drop = await readDrop([
      dropFile('m_vqa.jsonl.gz', new Uint8Array(bytes.subarray(0, bytes.length - 20))),
      dropFile('n_vqa.jsonl', jsonl(whole)),
      ...images()
    ]);
    expect(answers(drop)).toEqual({ n: ['a', 'b'] });
    expect(say(drop)).toEqual([
      expect.stringContaining('m_vqa.jsonl.gz: the gzip file is cut short or damaged')
    ]);
  });

  it('is read from the case of gzip', async () => {
    const { m } = answers(await readDrop(openCase('gz_jsonl')));
    expect(m).toHaveLength(7);
  });
});

describe('a CSV', () => {
  it('by Excel, with spaces before quotes, by an old Mac', async () => {
    const files: DroppedFile[][] = [openCase('excel_sep'), openCase('csv_space_quote')];
    for (const drop of files) {
      expect(answers(await readDrop(drop))).toEqual({ m: ['B', 'right', 'A small, nodule'] });
    }
    expect(answers(await readDrop([openCaseFile('mac_vqa.csv')]))).toEqual({ mac: ['yes', 'yes', 'yes'] });
  });

  it('keeps spaces before quotes that are inside of a cell', async () => {
    const text =
      'sample_id, paper_task, answer, response\nv1, question-answering, "a, ""b""", "say , ""x"", and ""y"""\n';
    const drop = await readDrop([dropFile('m_vqa.csv', text)]);
    expect(answers(drop)).toEqual({ m: ['say , "x", and "y"'] });
  });

  it('by pandas has the records of the JSONL', async () => {
    const drop = await readDrop([openCaseFile('mcpandas_vqa.csv'), openCaseFile('mc_vqa.jsonl')]);
    const [fromLines, fromCsv] = ['mc', 'mcpandas'].map((name) =>
      drop.systems
        .find(({ system }) => system === name)!
        .rows.map((row) => (row.status === 'ready' ? row.prediction.sample : row.reason))
    );
    expect(fromCsv).toEqual(fromLines);
  });

  it('names each cell that is neither JSON nor a literal', async () => {
    const text =
      'sample_id,paper_task,answer,response,choices\n' +
      "v1,multiple-choice,A,A,\"['A' 'B']\"\nv2,multiple-choice,A,A,\"['A', 'B']\"\nv3,multiple-choice,A,A,\"array(['A'])\"\n";
    const drop = await readDrop([dropFile('m_vqa.csv', text)]);
    expect(say(drop, 'warning').filter((what) => what.includes('literal'))).toEqual([
      "m_vqa.csv:2: the cell of choices is neither JSON nor a Python literal; it is read as a text; got \"['A' 'B']\", expected a list or an object as json.dumps writes it"
    ]);
  });
});

describe('a response that is no text', () => {
  it('is read as the text that a CSV holds, with a note; none at all is unscored', async () => {
    const drop = await readDrop(openCase('resp_number'));
    expect(answers(drop)).toEqual({
      m: [
        'True',
        '12',
        'resp_number/pred/m_vqa.jsonl:3: no response of sample "v2"; got nothing, expected a text'
      ]
    });
    expect(say(drop, 'note')).toContain(
      'resp_number/pred/m_vqa.jsonl:2: the response is a number, which the official evaluator refuses; it is read as the text "12"'
    );
  });

  it('is none where it is NaN, which pandas writes for nothing', async () => {
    const text = JSON.stringify(vqaRecord('v1', { response: 'HERE' })).replace('"HERE"', 'NaN');
    const drop = await readDrop([dropFile('m_vqa.jsonl', text), ...images()]);
    expect(answers(drop).m![0]).toContain('no response of sample "v1"');
  });

  it('is the same in JSONL and CSV', async () => {
    const data = predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1')), sampleOf(vqaRecord('v2')));
    const drop = await readDrop([
      data,
      dropFile('a_vqa.jsonl', '{"sample_id":"v1","response":12}\n{"sample_id":"v2","response":true}\n'),
      dropFile('b_vqa.csv', 'sample_id,response\nv1,12\nv2,True\n'),
      ...images()
    ]);
    expect(answers(drop)).toEqual({ a: ['12', 'True'], b: ['12', 'True'] });
  });
});

describe('a Parquet file', () => {
  it('under another ending is read as one, and a page in its place is named', async () => {
    const table = makeTextTable([vqaRecord('v1', { response: 'a' })]);
    const drop = await readDrop(
      [
        dropFile('m_vqa.jsonl', table),
        dropFile('n_vqa.parq', table),
        dropFile('x.parquet', '<!doctype html><html></html>'),
        ...images()
      ],
      { withTables }
    );
    expect(answers(drop)).toEqual({ m: ['a'], n: ['a'] });
    expect(say(drop)).toEqual([expect.stringContaining('x.parquet: this is a web page')]);
  });

  it('with answers under another key is no shard of a dataset', async () => {
    const sample = { ...sampleOf(vqaRecord('v1')), prediction: 'a' };
    const drop = await readDrop([dropFile('m_vqa.parquet', makeTextTable([sample])), ...images()], {
      withTables
    });
    expect(drop.contents.shards).toEqual([]);
    expect(drop.fields[0]).toMatchObject({ kind: 'unmapped', suggestion: { response: 'prediction' } });
  });
});

describe('records under an ending that says nothing', () => {
  it('are read; other texts stay unread', async () => {
    const drop = await readDrop([
      dropFile('m_vqa.txt', jsonl([vqaRecord('v1', { response: 'a' })])),
      dropFile('README', 'Read me, please.\n'),
      dropFile('notes.txt', 'a, b\n'),
      ...images()
    ]);
    expect(answers(drop)).toEqual({ m: ['a'] });
    expect(say(drop, 'note')).toEqual(['2 files of other kinds not read: README, notes.txt']);
  });
});
