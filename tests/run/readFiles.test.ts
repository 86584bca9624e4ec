import { describe, expect, it } from 'vitest';
import { runSteps } from '../../src/lib/core/runSteps';
import { readFiles } from '../../src/lib/run/readFiles';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { read } from '../predictions/readAndSay';
import { editRecord, generateRecord, images, predictions, sampleOf, vqaRecord } from '../predictions/records';
import { readDrop } from '../predictions/readDrop';

describe('predictions', () => {
  it('of one system in several files are one system', async () => {
    const { drop, rows, errors, warnings, notes } = await read(
      predictions('gpt_vqa.jsonl', vqaRecord('v1')),
      predictions('gpt_edit.jsonl', editRecord('e1')),
      predictions('gpt_generate.jsonl', generateRecord('g1')),
      predictions('qwen_vqa.jsonl', vqaRecord('v1')),
      ...images('e1', 'g1')
    );
    expect(rows).toEqual({ gpt: ['e1', 'g1', 'v1'], qwen: ['v1'] });
    expect([errors, warnings, notes]).toEqual([[], [], []]);
    expect(drop.missing.size).toBe(0);
  });

  it('keep every field of their record and the place it was read from', async () => {
    const record = vqaRecord('v1', { PSNR: 3, extra: { deep: [1] }, __proto: 1 });
    const { drop } = await read(predictions('a/gpt_vqa.jsonl', {}, record), ...images());
    const row = drop.systems[0]!.rows[1]!;
    expect(row.status === 'ready' && row.prediction).toMatchObject({
      file: 'a/gpt_vqa.jsonl',
      line: 2,
      record,
      response: 'A nodule.',
      outputImage: null
    });
  });

  it('may lie beside the dataset folder, each with paths of its own', async () => {
    const { drop, errors, warnings, notes } = await read(
      predictions('run/MedGEN_data/edit.jsonl', sampleOf(editRecord('e1'))),
      dropFile('run/MedGEN_data/images/in.png', 'in'),
      dropFile('run/MedGEN_data/images/gt.png', 'gt'),
      predictions('run/predictions/gpt_edit.jsonl', editRecord('e1')),
      dropFile('run/predictions/output_image/gpt/e1.png', 'e1')
    );
    expect([errors, warnings, notes]).toEqual([[], [], []]);
    const row = drop.systems[0]!.rows[0]!;
    if (row.status !== 'ready') throw new Error(row.reason);
    const { sample, outputImage, file } = row.prediction;
    expect(drop.tree.resolve(sample.referenceImage!, file)?.path).toBe('run/MedGEN_data/images/gt.png');
    expect(drop.tree.resolve(outputImage!, file)?.path).toBe('run/predictions/output_image/gpt/e1.png');
    expect(drop.samples.get('e1')).toEqual(sample);
  });

  it('may come as CSV, JSON and UTF-16', async () => {
    const bytes = Buffer.from('\ufeff' + jsonl([vqaRecord('v1')]).replace('\n', '\r\n'), 'utf16le');
    const { rows, errors } = await read(
      dropFile('a_vqa.json', JSON.stringify([vqaRecord('v1'), vqaRecord('v2')], null, 2)),
      dropFile('b.csv', 'sample_id,paper_task,answer,response\nv1,question-answering,x,y\n'),
      dropFile('c_vqa.jsonl', new Uint8Array(bytes)),
      dropFile('d_vqa.jsonl', JSON.stringify(vqaRecord('v1')).replace('"modality":"CT"', '"PSNR":NaN')),
      ...images()
    );
    expect(rows).toEqual({ a: ['v1', 'v2'], b: ['v1'], c: ['v1'], d: ['v1'] });
    expect(errors).toEqual([]);
  });

  it('with NaN or Infinity are counted', async () => {
    const { notes } = await read(
      dropFile('d_vqa.jsonl', '{"response": "a", "PSNR": NaN}\n{"response": Infinity}\n{}\n')
    );
    expect(notes).toEqual(['d_vqa.jsonl: NaN or Infinity in 2 records']);
  });

  it('that are evaluated files carry their scores with them', async () => {
    const { drop, rows, notes } = await read(
      predictions('gpt_vqa_local_metrics.jsonl', vqaRecord('v1', { BLEU: 0.5 })),
      ...images()
    );
    expect(rows).toEqual({ gpt: ['v1'] });
    expect(notes).toEqual([]);
    expect(drop.systems[0]!.rows[0]).toMatchObject({ prediction: { record: { BLEU: 0.5 } } });
  });

  it('are taken once, from the plain file, when evaluated files repeat them', async () => {
    const { drop, rows, errors, notes } = await read(
      predictions('gpt_vqa.jsonl', vqaRecord('v1')),
      predictions('eval/gpt_vqa_local_metrics.jsonl', vqaRecord('v1', { BLEU: 0.5 })),
      predictions('qwen_vqa_local_metrics.jsonl', vqaRecord('v1', { BLEU: 0.5 })),
      predictions('qwen_vqa_with_vlm.jsonl', vqaRecord('v1', { BLEU: 0.5 })),
      ...images()
    );
    expect(rows).toEqual({ gpt: ['v1'], qwen: ['v1'] });
    expect(errors).toEqual([]);
    expect(drop.systems[1]!.rows[0]).toMatchObject({ prediction: { file: 'qwen_vqa_with_vlm.jsonl' } });
    const scores = drop.systems.map(({ system, files }) => [system, files.at(-1)]);
    expect(scores).toEqual([
      ['gpt', { path: 'eval/gpt_vqa_local_metrics.jsonl', records: 1, holds: 'scores' }],
      ['qwen', { path: 'qwen_vqa_local_metrics.jsonl', records: 1, holds: 'scores' }]
    ]);
    expect(notes[0]).toBe(
      'eval/gpt_vqa_local_metrics.jsonl: scores of 1 record computed elsewhere; kept as imported scores, not mixed with those computed here'
    );
  });

  it('without an id pair by what was asked', async () => {
    const nameless = (response: string) => vqaRecord('', { sample_id: undefined, response });
    const { drop, rows, notes } = await read(
      predictions('a_vqa.jsonl', nameless('x')),
      predictions('b_vqa.jsonl', nameless('y')),
      ...images()
    );
    expect(rows['a']![0]).toMatch(/^content:/);
    expect(rows['a']).toEqual(rows['b']);
    expect(notes[0]).toBe(
      'a_vqa.jsonl:1: no sample_id; the sample is known by a hash of task, images, instruction, choices and answer'
    );
    expect(drop.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('without an id are matched to the dataset by what was asked', async () => {
    const { rows, warnings } = await read(
      predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1'))),
      predictions('a_vqa.jsonl', vqaRecord('v1', { sample_id: undefined })),
      ...images()
    );
    expect(rows).toEqual({ a: ['v1'] });
    expect(warnings).toEqual([]);
  });

  it('with ids of more than 53 bits are kept apart', async () => {
    const line = (id: string) => JSON.stringify(vqaRecord('ID')).replace('"ID"', id);
    const { rows } = await read(
      dropFile('a_vqa.jsonl', `${line('12345678901234567890')}\n${line('12345678901234567891')}\n`),
      ...images()
    );
    expect(rows).toEqual({ a: ['12345678901234567890', '12345678901234567891'] });
  });
});

describe('reading', () => {
  const many = predictions('x_vqa.jsonl', ...Array.from({ length: 20_000 }, (_, i) => vqaRecord(`v${i}`)));

  it('tells how far it has come', { timeout: 30_000 }, async () => {
    const notes: string[] = [];
    await runSteps(readFiles([many]), (note) => notes.push(note));
    expect(notes[0]).toBe('Opening the files');
    expect(notes[1]).toMatch(/^Reading x_vqa\.jsonl: \d+\.\d of \d+\.\d MB$/);
    expect(notes.at(-1)).toBe('Matching predictions and samples');
  });

  it('lets the page do other things in between', { timeout: 30_000 }, async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await readDrop([many]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  it('ends with the reason of its signal', async () => {
    const abort = new AbortController();
    const reading = runSteps(readFiles([many], { signal: abort.signal }), () =>
      abort.abort(new Error('enough'))
    );
    await expect(reading).rejects.toThrow('enough');
  });
});
