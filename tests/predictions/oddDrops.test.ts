import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/lib/core/sample';
import { makeTemplate } from '../../src/lib/predictions/formatExamples';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { makeTar } from '../dataset/makeTar';
import { makeZip } from '../dataset/makeZip';
import { read } from './readAndSay';
import { editRecord, images, predictions, sampleOf, vqaRecord } from './records';

const answer = (sample_id: unknown, response: unknown = 'a') => ({ sample_id, response });
const image = (sample_id: string, output_image: unknown) => ({ sample_id, output_image });

const editSample = (id: string) => ({ ...sampleOf(editRecord(id)), response: undefined });
const data = [
  predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1')), sampleOf(vqaRecord('v2'))),
  predictions('data/edit.jsonl', editSample('e1'), editSample('e2')),
  ...images().map(({ path, file }) => ({ path: `data/${path}`, file }))
];

describe('an archive under another name', () => {
  const text = jsonl([answer('v1')]);
  const tar = makeTar([{ name: 'm_vqa.jsonl', data: text }]);
  it.each([
    ['a packed TAR called .tar', 'a.tar', gzipSync(tar)],
    ['a plain TAR called .tgz', 'a.tgz', tar],
    ['a packed TAR called .gz', 'a.gz', gzipSync(tar)],
    ['a ZIP called .jsonl', 'm_vqa.jsonl', makeZip([{ name: 'm_vqa.jsonl', data: text }])],
    ['packed lines called .gz', 'm_vqa.gz', gzipSync(text)]
  ])('is opened as what it is: %s', async (_, name, bytes) => {
    const { rows, errors } = await read(...data, dropFile(name, new Uint8Array(bytes)));
    expect(rows).toEqual({ m: ['v1'] });
    expect(errors).toEqual([]);
  });

  it('has links in a ZIP named, not read', async () => {
    const zip = makeZip([
      { name: 'm_edit.jsonl', data: jsonl([image('e1', 'out/e1.png')]) },
      { name: 'out/e1.png', data: '../other/e1.png', mode: 0o120777 }
    ]);
    const { errors, warnings } = await read(...data, dropFile('r.zip', zip));
    expect(warnings[0]).toBe('r.zip: a link in it is not followed; got "out/e1.png", expected plain files');
    expect(errors).toEqual([expect.stringContaining('missing output_image of sample "e1"')]);
  });
});

describe('a copy that nobody means', () => {
  it('is no system of its own: checkpoints of notebooks, folders of versions', async () => {
    const { rows } = await read(
      ...data,
      predictions('run/m_vqa.jsonl', answer('v1', 'new')),
      predictions('run/.ipynb_checkpoints/m_vqa-checkpoint.jsonl', answer('v1', 'old')),
      predictions('.git/m_vqa.jsonl', answer('v1', 'older'))
    );
    expect(rows).toEqual({ m: ['v1'] });
  });

  it('is called as file managers call it', async () => {
    const { rows } = await read(
      ...data,
      predictions('m_vqa.jsonl', answer('v1')),
      predictions('m_vqa copy 2.jsonl', answer('v2'))
    );
    expect(rows).toEqual({ m: ['v2', 'v1'] });
  });
});

describe('an image', () => {
  const base64 = Buffer.from(`\x89PNG\r\n\x1a\n\0${'\xff\xfb'.repeat(40)}`, 'latin1').toString('base64');
  it.each([
    ['b64_json', { b64_json: base64 }],
    ['a data: URL of no kind', `data:;base64,${base64}`],
    ['a data: URL of any kind', `data:application/octet-stream;name=x.png;base64,${base64}`],
    ['base64 as in addresses', base64.replaceAll('+', '-').replaceAll('/', '_')],
    ['base64 with lines', base64.replaceAll(/.{20}/g, '$&\r\n')],
    ['percent signs', `data:image/png;base64,${encodeURIComponent(base64)}`],
    ['base64', { base64, format: 'png' }],
    ['a part of a message', { type: 'image_url', image_url: { url: `data:image/png;base64,${base64}` } }],
    [
      'a part of a message in a list',
      [{ type: 'image_url', image_url: { url: `data:image/png;base64,${base64}` } }]
    ],
    ['a list in a list', [['out/e1.png']]],
    ['an object with a name', { filename: 'out/e1.png', type: 'output' }],
    ['an address', { url: 'https://example.org/out/e1.png' }],
    ['an address with a query', 'https://example.org/out/e1.png?raw=true#top']
  ])('is found as %s', async (_, value) => {
    const { rows, errors } = await read(
      ...data,
      predictions('m_edit.jsonl', image('e1', value)),
      dropFile('out/e1.png', 'image')
    );
    expect(errors).toEqual([]);
    expect(rows).toEqual({ m: ['e1'] });
  });

  it('that is none is told from a path', async () => {
    const { errors } = await read(
      ...data,
      predictions('m_edit.jsonl', image('e1', 'data:image/png,%89PNG'), image('e2', 'x'.repeat(2000)))
    );
    expect(errors.map((error) => error.split(';')[0])).toEqual([
      'm_edit.jsonl:1: output_image of sample "e1" is neither a path nor an image in base64',
      'm_edit.jsonl:2: output_image of sample "e2" is neither a path nor an image in base64'
    ]);
  });

  it('that no record names is offered by the id', async () => {
    const { errors } = await read(
      ...data,
      predictions('m_edit.jsonl', answer('e1')),
      dropFile('out/e1.png', 'image')
    );
    expect(errors[0]).toContain('expected the path of an image (perhaps out/e1.png)');
  });

  it('of another kind is found, and named where it is not', async () => {
    const { rows, errors } = await read(
      ...data,
      predictions('m_edit.jsonl', image('e1', 'out/e1.nii.gz'), image('e2', 'out/e2.nii.gz')),
      dropFile('out/e1.nii.gz', new Uint8Array(gzipSync('volume')))
    );
    expect(rows).toEqual({ m: ['e1', errors[0]] });
    expect(errors).toEqual([
      expect.stringContaining('expected a file of the drop, as PNG: volumes, DICOM and HEIC are not scored')
    ]);
  });
});

describe('a table', () => {
  it('with two columns of one name reads the first, and says so', async () => {
    const { drop, warnings } = await read(
      ...data,
      dropFile('m_vqa.csv', 'sample_id,response,response\nv1,a,b\n')
    );
    const [row] = drop.systems[0]!.rows;
    expect(row!.status === 'ready' && row!.prediction.response).toBe('a');
    expect(warnings).toContain(
      'm_vqa.csv:1: two columns are called "response"; the first is read, the other is called "response.2"'
    );
  });

  it('whose ids are an index without a name is asked for', async () => {
    const { drop } = await read(...data, dropFile('m_vqa.csv', ',response\nv1,a\nv2,b\n'));
    const reading = drop.fields.find(({ path }) => path === 'm_vqa.csv');
    expect(reading).toMatchObject({
      lacking: ['sample_id', 'output_image'],
      suggestion: { sample_id: 'Unnamed: 0' }
    });
  });
});

describe('a cell that is not what was written into it', () => {
  it.each([
    ['"[\'B\']"', 'the response is a list or an object, printed as a text; it is scored as it stands'],
    [
      '"{""answer"": ""B""}"',
      'the response is a list or an object, printed as a text; it is scored as it stands'
    ],
    ['x'.repeat(32_767), 'the cell has 32767 characters, the most that Excel keeps; its text may be cut'],
    ['x'.repeat(32_768), null],
    ['[1] see above', null]
  ])('is scored with a warning', async (cell, what) => {
    const { rows, warnings } = await read(...data, dropFile('m_vqa.csv', `sample_id,response\nv1,${cell}\n`));
    expect(rows).toEqual({ m: ['v1'] });
    const expected = what === null ? [] : [`m_vqa.csv:2: ${what}`];
    expect(warnings.filter((warning) => !warning.includes('no prediction'))).toEqual(expected);
  });
});

describe('a table without a header', () => {
  it.each(['m_vqa.csv', 'm_vqa.tsv'])('is never read as texts by their ids: %s', async (path) => {
    const text = 'v1,A nodule.\nv2,A ring.\n';
    const { rows, errors } = await read(
      ...data,
      dropFile(path, path.endsWith('tsv') ? text.replaceAll(',', '\t') : text)
    );
    expect(rows).toEqual({});
    expect(errors[0]).toContain('its first line is read as the names of its columns');
  });
});

describe('what Python prints', () => {
  it.each([
    ['dicts in lines', "{'sample_id': 'v1', 'response': 'it\\'s'}\n{'sample_id': 'v2', 'response': \"b\"}\n"],
    ['a list of dicts', "[{'sample_id': 'v1', 'response': 'it\\'s'}, {'sample_id': 'v2', 'response': 'b'}]"]
  ])('is read, with a note: %s', async (_, text) => {
    const { rows, errors, notes } = await read(...data, dropFile('m_vqa.jsonl', text));
    expect(errors).toEqual([]);
    expect(rows).toEqual({ m: ['v1', 'v2'] });
    expect(notes).toContainEqual(expect.stringContaining('not JSON but what Python prints of a dict'));
  });
});

describe('ids', () => {
  it('of other kinds are quoted, and records without are not called unknown samples', async () => {
    const { errors } = await read(
      ...data,
      predictions('m_vqa.jsonl', answer(['v1']), { instruction: 'What else?', response: 'x' })
    );
    expect(errors[0]).toBe(
      'm_vqa.jsonl:1: the record names no sample; got ["v1"], expected a sample_id (a text or a number)'
    );
    expect(errors[1]).toContain(
      'the record has no sample_id, and no sample of the dataset has its instruction'
    );
  });

  it.each(['a b', 'a%20b', 'c%', 'd/e', 'caf\u00e9', 'cafe\u0301', 'A1', 'a1', '12345678901234567890', '-0'])(
    'that differ by a little stay two: %s',
    async (id) => {
      const ids = [
        'a b',
        'a%20b',
        'c%',
        'd/e',
        'caf\u00e9',
        'cafe\u0301',
        'A1',
        'a1',
        '12345678901234567890',
        '12345678901234567891',
        '-0',
        '0'
      ];
      const dataset = predictions('data/vqa.jsonl', ...ids.map((one) => sampleOf(vqaRecord(one))));
      const { rows } = await read(dataset, predictions('m_vqa.jsonl', answer(id)));
      expect(rows).toEqual({ m: [id] });
    }
  );
});

describe('a dataset that leaves room for answers', () => {
  const empty = [vqaRecord('v1', { response: '' }), vqaRecord('v2', { response: null })];
  it('is asked for, not scored', async () => {
    const { rows, errors } = await read(predictions('data/all.jsonl', ...empty), ...images());
    expect(rows).toEqual({});
    expect(errors[0]).toBe(
      'data/all.jsonl: nothing of 2 records is scored: every response and output_image in it is empty; say under Check whether it is the dataset; got no answer at all, expected predictions, or a dataset'
    );
  });

  it('is one of predictions where its name says so', async () => {
    const { rows } = await read(predictions('m_vqa.jsonl', ...empty), ...images());
    expect(rows['m']![0]).toBe('v1');
  });
});

describe('a template', () => {
  it('has a line for every sample of its format, and filled in is scored', async () => {
    const samples = (await read(...data)).drop.samples.values();
    const template = makeTemplate(samples, 'vqa');
    expect(template).toBe('{"sample_id":"v1","response":""}\n{"sample_id":"v2","response":""}\n');
    const others = [
      { sampleId: 'e1', format: 'edit' },
      { sampleId: 'g1', format: 'generate' }
    ] as Sample[];
    expect([makeTemplate(others, 'edit'), makeTemplate(others, 'generate')]).toEqual([
      '{"sample_id":"e1","output_image":""}\n',
      '{"sample_id":"g1","response":"","output_image":""}\n'
    ]);
    const { rows, errors } = await read(
      ...data,
      dropFile('mysystem_vqa.jsonl', template.replaceAll('""', '"B"'))
    );
    expect(rows).toEqual({ mysystem: ['v1', 'v2'] });
    expect(errors).toEqual([]);
  });
});

describe('what is not read', () => {
  it('is named by what it is', async () => {
    const { warnings } = await read(
      dropFile('m_vqa.xlsx', 'x'),
      dropFile('m.pkl', 'x'),
      dropFile('m/data-00000-of-00001.arrow', 'x'),
      dropFile('m.zip.crdownload', 'x')
    );
    expect(warnings).toEqual([
      'm_vqa.xlsx: a spreadsheet; not read; expected the sheet as CSV (save as CSV UTF-8)',
      'm.pkl: a pickle, which only Python opens; not read; expected the same as JSONL, CSV or Parquet',
      'm/data-00000-of-00001.arrow: an Arrow file; not read; expected the same as JSONL, CSV or Parquet (dataset.to_parquet)',
      'm.zip.crdownload: a download that has not ended; not read; expected the whole file'
    ]);
  });
});
