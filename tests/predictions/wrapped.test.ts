import { describe, expect, it } from 'vitest';
import { dropFile } from '../dataset/dropFiles';
import { read } from './readAndSay';
import { images, predictions, sampleOf, vqaRecord } from './records';

const data = predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1')), sampleOf(vqaRecord('v2')));
const [a, b] = [
  { sample_id: 'v1', response: 'a' },
  { sample_id: 'v2', response: 'b' }
];

async function answers(text: string, name = 'm_vqa.json') {
  const { drop, errors, warnings, notes } = await read(data, dropFile(name, text), ...images());
  const rows = drop.systems.flatMap((system) => system.rows);
  return {
    rows: rows.map((row) =>
      row.status === 'ready' ? [row.prediction.sample.sampleId, row.prediction.response] : row.reason
    ),
    errors,
    warnings,
    notes,
    drop
  };
}

const both = [
  ['v1', 'a'],
  ['v2', 'b']
];

describe('records inside of something', () => {
  it.each<[shape: string, value: unknown, from: string]>([
    ['results with figures beside them', { model: 'm', accuracy: 0.5, results: [a, b] }, '“results”'],
    ['predictions', { predictions: [a, b] }, '“predictions”'],
    ['a list under any name', { version: 1, 'my stuff': [a, b] }, '“my stuff”'],
    ['two levels down', { meta: { n: 2 }, data: { items: [a, b] } }, '“data.items”'],
    ['lists by format', { vqa: [a], edit: [b] }, '“vqa” and “edit”'],
    ['lists by split', { train: [a], test: [b] }, '“train” and “test”'],
    ['records by id', { v1: { response: 'a' }, v2: { response: 'b' } }, 'by their keys'],
    ['records by number', { 0: a, 1: b }, 'by their keys'],
    [
      'records by id under a name',
      { model: 'm', results: { v1: { response: 'a' }, v2: { response: 'b' } } },
      '“results”'
    ],
    ['texts by id', { v1: 'a', v2: 'b' }, 'by their keys'],
    ['texts by id under a name', { model: 'm', predictions: { v1: 'a', v2: 'b' } }, 'by their keys'],
    ['texts by id in lists of one', { v1: ['a'], v2: ['b'] }, 'by their keys'],
    [
      'columns by number, as pandas writes them',
      { sample_id: { 0: 'v1', 1: 'v2' }, response: { 0: 'a', 1: 'b' } },
      'columns'
    ],
    ['columns by id', { response: { v1: 'a', v2: 'b' } }, 'columns'],
    ['columns as lists', { sample_id: ['v1', 'v2'], response: ['a', 'b'] }, 'columns'],
    [
      'split, as pandas writes it',
      {
        columns: ['sample_id', 'response'],
        index: [0, 1],
        data: [
          ['v1', 'a'],
          ['v2', 'b']
        ]
      },
      'a table'
    ],
    [
      'split with ids as its index',
      { columns: ['response'], index: ['v1', 'v2'], data: [['a'], ['b']] },
      'a table'
    ],
    [
      'a table with its schema',
      { schema: { fields: [{ name: 'response', type: 'string' }] }, data: [a, b] },
      '“data”'
    ],
    ['lists in a list', [[a], [b]], 'lists in a list'],
    [
      'rows below a header',
      [
        ['sample_id', 'response'],
        ['v1', 'a'],
        ['v2', 'b']
      ],
      'a table'
    ],
    ['wrappers in a list', [{ results: [a] }, { results: [b] }], '“results”']
  ])('are read: %s', async (_, value, from) => {
    for (const indent of [0, 2]) {
      const { rows, errors, warnings, notes } = await answers(JSON.stringify(value, null, indent));
      expect(rows).toEqual(both);
      expect([...errors, ...warnings]).toEqual([]);
      expect(notes.filter((note) => note.includes('were read from') && note.includes(from))).toHaveLength(1);
    }
  });

  it.each([
    ['a wrapper a line', `${JSON.stringify({ results: [a] })}\n${JSON.stringify({ results: [b] })}\n`],
    ['a list a line', `${JSON.stringify([a])}\n${JSON.stringify([b])}\n`],
    ['arrays one after another', `${JSON.stringify([a])}${JSON.stringify([b])}`],
    ['an id and its text a line', '{"v1": "a"}\n{"v2": "b"}\n'],
    ['a comma behind the last of an array', `[${JSON.stringify(a)},\n${JSON.stringify(b)},\n]`],
    ['a comma behind every line', `${JSON.stringify(a)},\n${JSON.stringify(b)},\n`]
  ])('are read from lines: %s', async (_, text) => {
    const { rows, errors } = await answers(text, 'm_vqa.jsonl');
    expect(rows).toEqual(both);
    expect(errors).toEqual([]);
  });

  it('may be arrays of cells, one a line, below a header', async () => {
    const text = '["sample_id","response"]\n["v1","a"]\n["v2","b"]\n["v3"]\n';
    const { rows, errors } = await read(data, dropFile('m_vqa.jsonl', text));
    expect(rows).toEqual({ m: ['v1', 'v2', expect.stringContaining('m_vqa.jsonl:4')] });
    expect(errors).toHaveLength(1);
    const headless = await read(data, dropFile('m_vqa.jsonl', text.slice(text.indexOf('\n') + 1)));
    expect(headless.rows).toEqual({
      m: Array.from({ length: 3 }, () => expect.stringContaining('got an array') as string)
    });
  });

  it('may be one record alone', async () => {
    expect((await answers(JSON.stringify(a))).rows).toEqual([['v1', 'a']]);
    expect((await answers(JSON.stringify({ results: [a] }))).rows).toEqual([['v1', 'a']]);
  });

  it('keep their own ids, whatever their keys are', async () => {
    expect((await answers(JSON.stringify({ v2: a, x: b }))).rows).toEqual(both);
  });

  it('that are broken are rows all the same', async () => {
    const { rows } = await answers(JSON.stringify({ results: [a, null, 'x', b] }));
    expect(rows).toEqual([
      ['v1', 'a'],
      'm_vqa.json:2: not a record; got null, expected an object',
      'm_vqa.json:3: not a record; got a string, expected an object',
      ['v2', 'b']
    ]);
    const short = { columns: ['sample_id', 'response'], data: [['v1', 'a'], ['v2']] };
    expect((await answers(JSON.stringify(short))).rows).toEqual([
      ['v1', 'a'],
      'm_vqa.json:2: the row does not fit the header; got 1 cell, expected 2 cells'
    ]);
  });

  it('by answers where one list has them and another does not', async () => {
    const value = { samples: [sampleOf(vqaRecord('v1')), sampleOf(vqaRecord('v2'))], predictions: [a, b] };
    const { rows, notes } = await answers(JSON.stringify(value));
    expect(rows).toEqual(both);
    expect(notes).toContainEqual(expect.stringContaining('“samples” was not read'));
  });

  it('of several lists that are unlike are not guessed', async () => {
    const value = {
      first: [{ id: 'v1', prediction: 'a' }],
      second: [{ id: 'v1', caption: 'x', output: 'b' }]
    };
    const { rows, errors } = await answers(JSON.stringify(value));
    expect(rows).toEqual([]);
    expect(errors[0]).toBe(
      'm_vqa.json: it is not clear which of its lists are the predictions; got first (1 record), second (1 record), expected one list of records a file'
    );
  });

  it('under other names are asked for', async () => {
    const value = { results: [{ id: 'v1', prediction: 'a' }] };
    const { drop } = await answers(JSON.stringify(value));
    expect(drop.fields.find(({ path }) => path === 'm_vqa.json')).toMatchObject({
      kind: 'unmapped',
      suggestion: { sample_id: 'id', response: 'prediction' }
    });
  });

  it('in one line keep their own images', async () => {
    const image = (byte: number) => `data:image/png;base64,${btoa(`image ${byte}`)}`;
    const records = [1, 2].map((i) => ({ sample_id: `v${i}`, response: 'x', output_image: image(i) }));
    for (const value of [records, [records], { results: records }]) {
      const { drop } = await answers(JSON.stringify(value));
      const bytes = drop.tree.entries
        .filter(({ path }) => path.includes('output_image'))
        .map((entry) => entry.read());
      expect((await Promise.all(bytes)).map((one) => new TextDecoder().decode(one))).toEqual([
        'image 1',
        'image 2'
      ]);
      const paths = drop.systems[0]!.rows.map(
        (row) => row.status === 'ready' && row.prediction.record['output_image']
      );
      expect(paths).toEqual(['m_vqa.json/1/output_image.image', 'm_vqa.json/2/output_image.image']);
    }
  });

  it('may hold images', async () => {
    const { drop } = await answers(JSON.stringify({ v1: 'out/e1.png', v2: ['out/e2.png'] }), 'm_edit.json');
    expect(
      drop.systems[0]!.rows.map((row) => (row.status === 'ready' ? row.prediction.record : row.record))
    ).toEqual([
      { sample_id: 'v1', output_image: 'out/e1.png' },
      { sample_id: 'v2', output_image: 'out/e2.png' }
    ]);
  });
});

describe('JSON that holds no records', () => {
  it.each([
    ['settings', { model: 'gpt', seed: 1, temperature: 0.2 }],
    ['a package', { name: 'x', files: ['a', 'b'], scripts: { test: 'vitest' } }],
    ['a manifest', { label: 'x', images: [{ path: 'a.png', sha256: '00' }] }],
    [
      'dataset_info',
      { features: { id: { dtype: 'string' } }, splits: { train: { name: 'train', num_bytes: 3 } } }
    ],
    ['averages', { Average_PSNR: 20, Average_SSIM: 0.5 }],
    ['what this viewer exports', { schema: 'medgen-bench-viewer/results/1', rows: [a, b] }]
  ])('stays what it is: %s', async (_, value) => {
    const { drop, rows } = await answers(JSON.stringify(value), 'config.json');
    expect(rows).toEqual([]);
    expect(['other', 'results']).toContain(drop.fields.find(({ path }) => path === 'config.json')!.kind);
  });
});
