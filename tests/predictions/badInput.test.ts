import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { makeZip } from '../dataset/makeZip';
import { toCsv } from '../../src/lib/report/csv';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { read } from './readAndSay';
import { editRecord, images, predictions, vqaRecord } from './records';

const sixteen =
  'multiple-choice, blank-filling, report-generation, question-answering, style-transfer, artifact-removal, noise-reconstruction, resolution-editing, contrast-enhancement, anatomical-annotation, disease-prediction, instruction-editing, organic-removal, organic-reconstruction, 3d-to-2d-projection, 2d-to-3d-reconstruction';

describe('a bad row', () => {
  it('that is no JSON is named with its line, and the rest is read', async () => {
    const lines = Array.from({ length: 9 }, (_, i) => JSON.stringify(vqaRecord(`v${i + 1}`)));
    lines[6] = lines[6]!.replace('"CT"', '"CT');
    const { rows, errors } = await read(dropFile('predictions/x_vqa.jsonl', lines.join('\n')), ...images());
    const message =
      'predictions/x_vqa.jsonl:7: not valid JSON at character 164; got "instruction\\":\\"What i", expected "," or "}"';
    expect(errors).toEqual([message]);
    expect(rows).toEqual({ x: ['v1', 'v2', 'v3', 'v4', 'v5', 'v6', message, 'v8', 'v9'] });
  });

  it('of an unknown task is named with its sample and the 16 tasks', async () => {
    const { rows, errors } = await read(
      predictions('x_vqa.jsonl', vqaRecord('v1', { paper_task: 'segmentation' }), vqaRecord('v2')),
      ...images()
    );
    expect(errors).toEqual([
      `x_vqa.jsonl:1: unknown task of sample "v1"; got "segmentation", expected one of ${sixteen}`
    ]);
    expect(rows).toEqual({ x: [errors[0], 'v2'] });
  });

  it('without its image is named with the field and the path', async () => {
    const { rows, errors } = await read(
      predictions(
        'gpt_edit.jsonl',
        editRecord('e1'),
        editRecord('e2'),
        editRecord('e3', { output_image: '' }),
        editRecord('e4', { ground_truth_image: 'images/none.png', output_image: 'output_image/gpt/e1.png' }),
        editRecord('e5', { ground_truth_image: undefined, output_image: 'output_image/gpt/e1.png' })
      ),
      ...images('e1')
    );
    expect(errors).toEqual([
      'gpt_edit.jsonl:2: missing output_image of sample "e2"; got "output_image/gpt/e2.png", expected a file of the drop',
      'gpt_edit.jsonl:3: no output_image of sample "e3"; got no path, expected the path of an image',
      'gpt_edit.jsonl:4: missing ground_truth_image of sample "e4"; got "images/none.png", expected a file of the drop',
      'gpt_edit.jsonl:5: no ground_truth_image of sample "e5"; got no path, expected the path of an image'
    ]);
    expect(rows).toEqual({ gpt: ['e1', ...errors] });
  });

  it('whose image could be one of several is named with all of them', async () => {
    const { errors } = await read(
      predictions('gpt_edit.jsonl', editRecord('e1', { output_image: 'out/1.png' })),
      dropFile('a/out/1.png', 'one'),
      dropFile('b/out/1.png', 'other'),
      ...images()
    );
    expect(errors).toEqual([
      'gpt_edit.jsonl:1: output_image of sample "e1" could be one of several files: a/out/1.png, b/out/1.png; got "out/1.png", expected a path that fits one file'
    ]);
  });

  it('with a second prediction for a sample is named with both lines; the first is scored', async () => {
    const { rows, errors } = await read(
      predictions('x_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2'), vqaRecord('v1', { response: 'Other.' })),
      ...images()
    );
    expect(errors).toEqual([
      'x_vqa.jsonl:3: a second prediction for sample "v1"; got x_vqa.jsonl:3, expected only x_vqa.jsonl:1, which is scored'
    ]);
    expect(rows).toEqual({ x: ['v1', 'v2', errors[0]] });
  });

  it('in which the system failed gives way to its second try', async () => {
    const { rows, errors } = await read(
      predictions(
        'x_vqa.jsonl',
        vqaRecord('v1', { response: 'VLM Error: timeout', error: 'VLM Error: timeout' }),
        vqaRecord('v1')
      ),
      ...images()
    );
    expect(errors).toEqual([
      'x_vqa.jsonl:1: a second prediction for sample "v1"; got x_vqa.jsonl:1, expected only x_vqa.jsonl:2, which is scored'
    ]);
    expect(rows).toEqual({ x: [errors[0], 'v1'] });
  });

  it('in which the system failed for good is scored as a text, as the official evaluator does, and not as an image', async () => {
    const error = 'Edit Error: quota';
    const { rows, errors, warnings } = await read(
      predictions(
        'x_vqa.jsonl',
        vqaRecord('v1', { response: 'VLM Error: timeout', error: 'timeout' }),
        vqaRecord('v2')
      ),
      predictions('x_edit.jsonl', editRecord('e1', { output_image: error, error })),
      ...images()
    );
    expect(rows).toEqual({ x: [errors[0], 'v1', 'v2'] });
    expect(errors).toEqual([
      'x_edit.jsonl:1: the system failed on sample "e1"; got "Edit Error: quota", expected an output image'
    ]);
    expect(warnings).toEqual([
      'x_vqa.jsonl:1: the system reported an error; what it wrote is scored all the same, as the official evaluator does; got "timeout"'
    ]);
  });

  it('without a response or a reference answer is named', async () => {
    const { errors } = await read(
      predictions(
        'x_vqa.jsonl',
        vqaRecord('v1', { response: undefined }),
        vqaRecord('v2', { response: null }),
        vqaRecord('v3', { response: ['a'] }),
        vqaRecord('v4', { answer: null }),
        vqaRecord('v5', { response: '' })
      ),
      predictions('x_edit.jsonl', editRecord('e1', { response: undefined })),
      ...images('e1')
    );
    expect(errors).toEqual([
      'x_vqa.jsonl:1: no response of sample "v1"; got nothing, expected a text',
      'x_vqa.jsonl:2: no response of sample "v2"; got null, expected a text',
      'x_vqa.jsonl:3: no response of sample "v3"; got ["a"], expected a text',
      'x_vqa.jsonl:4: no reference answer of sample "v4"; got nothing, expected an answer in the record or in a dropped dataset'
    ]);
  });

  it('that names no sample at all is named', async () => {
    const { errors } = await read(predictions('x_vqa.jsonl', { response: 'a' }));
    expect(errors).toEqual([
      'x_vqa.jsonl:1: the record names no sample; got neither sample_id nor instruction nor images, expected a sample_id (a text or a number)'
    ]);
  });
});

describe('a bad file', () => {
  const good = [predictions('good_vqa.jsonl', vqaRecord('v1')), ...images()];

  it('is an encrypted ZIP, and everything else is read', async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    await writer.add('x_vqa.jsonl', new TextReader(jsonl([vqaRecord('v1')])), { password: 'pw' });
    const { rows, errors } = await read(dropFile('enc.zip', await writer.close()), ...good);
    expect(errors).toEqual([
      'enc.zip: files in it are encrypted and cannot be read; got 1 of 1 files encrypted, expected a ZIP without a password'
    ]);
    expect(rows).toEqual({ good: ['v1'] });
  });

  it('is one with ../ in a ZIP, and everything else in the ZIP is read', async () => {
    const zip = makeZip([
      { name: '../evil_vqa.jsonl', data: jsonl([vqaRecord('v1')]) },
      { name: 'nice_vqa.jsonl', data: jsonl([vqaRecord('v1')]) }
    ]);
    const { rows, errors } = await read(dropFile('r.zip', zip), ...good);
    expect(errors).toEqual([
      'r.zip: a file in it points outside of the archive and is left out; got "../evil_vqa.jsonl", expected a relative path without ".."'
    ]);
    expect(rows).toEqual({ good: ['v1'], nice: ['v1'] });
  });

  it('is one whose bytes are damaged: none of its rows is believed', async () => {
    const text = jsonl([vqaRecord('v1'), vqaRecord('v2')]);
    const bytes = makeZip([{ name: 'x_vqa.jsonl', data: text }]);
    bytes[bytes.indexOf('n'.charCodeAt(0), 60)]! ^= 1;
    const { rows, errors } = await read(dropFile('r.zip', bytes), ...good);
    expect(errors).toEqual([
      'r.zip/x_vqa.jsonl: the file is damaged inside the ZIP; got Invalid CRC32, expected the bytes that were packed'
    ]);
    expect(rows).toEqual({ good: ['v1'] });
  });

  it('is an empty one', async () => {
    const { warnings } = await read(dropFile('x_vqa.jsonl', ''), ...good);
    expect(warnings).toEqual(['x_vqa.jsonl: no records in it']);
  });

  it('is one with nothing of the benchmark in it', async () => {
    const { errors, warnings, notes } = await read(
      dropFile('package.json', '{"name": "x"}'),
      dropFile('numbers.json', '[1, 2]'),
      dropFile('notes.txt', 'x'),
      dropFile('data/train.parquet', 'PAR1'),
      predictions('smoke_eval_vqa.jsonl', vqaRecord('v1', { eval_smoke_fixture: true })),
      dropFile('gpt_vqa_eval_results.json', '{"Average_BLEU": 1}'),
      ...good
    );
    expect(errors).toEqual([]);
    expect(warnings).toEqual(['numbers.json:1: not a record; got an array, expected an object']);
    expect(notes).toEqual([
      'numbers.json: neither predictions nor samples; not read',
      'package.json: neither predictions nor samples; not read',
      'smoke_eval_vqa.jsonl: references that pose as predictions, made for checking paths; not scored',
      '1 file of results over whole runs not read: gpt_vqa_eval_results.json; what this viewer exported can be imported on the Runs page',
      'data/train.parquet: this Parquet shard is not read: samples come from what the predictions say',
      '1 file of other kinds not read: notes.txt'
    ]);
  });

  it('is no file at all', async () => {
    const { drop, errors } = await read();
    expect(errors).toEqual([
      'the drop is empty; got no files, expected prediction files (JSONL, JSON, CSV, Parquet), a folder of them, or a ZIP or TAR'
    ]);
    expect(drop.systems).toEqual([]);
  });

  it('is a drop without predictions', async () => {
    expect((await read(...images())).errors).toEqual([
      'nothing to score in the drop; got 2 images, and no file that says which sample each belongs to, expected JSONL, JSON, CSV or Parquet files whose records have a response or an output_image'
    ]);
  });
});

describe('an exported run among the predictions', () => {
  it('is named, with the page that takes it', async () => {
    const text = JSON.stringify({ schema: 'medgen-bench-viewer/results/1', system: 'gpt', rows: [] });
    const { notes } = await read(dropFile('gpt_results.json', text));
    expect(notes.join()).toContain('imported on the Runs page');
  });

  it('is named as its rows, too: its CSV is not asked for answers', async () => {
    const csv = toCsv(makeRun([makeRow()]));
    const { rows, errors, warnings, notes } = await read(
      dropFile(csv.name, csv.text),
      predictions('gpt_vqa.jsonl', vqaRecord('v1')),
      ...images()
    );
    expect({ rows, errors, warnings }).toEqual({ rows: { gpt: ['v1'] }, errors: [], warnings: [] });
    expect(notes).toEqual([
      `1 file of results over whole runs not read: ${csv.name}; what this viewer exported can be imported on the Runs page`
    ]);
  });
});
