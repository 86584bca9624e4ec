import { describe, expect, it } from 'vitest';
import { dropFile } from '../dataset/dropFiles';
import { makeZip } from '../dataset/makeZip';
import { read } from './readAndSay';
import { editRecord, generateRecord, images, predictions, sampleOf, vqaRecord } from './records';

describe('a dropped dataset', () => {
  const data = predictions(
    'data/all.jsonl',
    ...[vqaRecord('v1'), vqaRecord('v2'), editRecord('e1'), generateRecord('g1')].map(sampleOf)
  );

  it('gives predictions what their own records do not say', async () => {
    const { drop, errors } = await read(
      data,
      dropFile('gpt.csv', 'sample_id,response,output_image\nv1,yes,\ne1,,output_image/gpt/e1.png\n'),
      dropFile('data/images/in.png', 'in'),
      dropFile('data/images/gt.png', 'gt'),
      dropFile('other/images/gt.png', 'another'),
      dropFile('output_image/gpt/e1.png', 'e1')
    );
    expect(errors).toEqual([]);
    const [v1, e1] = drop.systems[0]!.rows;
    expect(v1).toMatchObject({
      prediction: { response: 'yes', sample: { instruction: 'What is seen in v1?', answer: 'A nodule.' } }
    });
    expect(e1).toMatchObject({
      prediction: {
        record: { sample_id: 'e1' },
        sample: { task: 'style-transfer', referenceImage: 'data/images/gt.png' }
      }
    });
  });

  it('says which samples have no prediction, by system and format', async () => {
    const { drop, notes, warnings } = await read(
      data,
      predictions('gpt_vqa.jsonl', vqaRecord('v2')),
      predictions('gpt_edit.jsonl', editRecord('e1', { output_image: '' })),
      ...images()
    );
    expect(drop.missing).toEqual(new Map([['gpt', ['v1', 'g1']]]));
    expect(warnings).toEqual([
      'gpt_vqa.jsonl: "gpt" has no prediction for 1 sample of VQA: v1; got 1, expected 2'
    ]);
    expect(notes).toEqual([
      'gpt_edit.jsonl: "gpt" has no prediction for 1 sample of Multimodal generation: g1; got 0, expected 1'
    ]);
  });

  it('says which predictions are none of its samples; they are scored all the same', async () => {
    const { rows, warnings } = await read(
      data,
      predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2'), vqaRecord('v9')),
      ...images()
    );
    expect(rows).toEqual({ gpt: ['v1', 'v2', 'v9'] });
    expect(warnings).toEqual([
      'gpt_vqa.jsonl:3: sample "v9" is not in the dropped dataset; it is scored by what its record says'
    ]);
  });

  it('is said once to be another one when it has none of the samples', async () => {
    const { warnings } = await read(
      data,
      predictions('gpt_vqa.jsonl', vqaRecord('x1'), vqaRecord('x2')),
      ...images()
    );
    expect(warnings[0]).toBe(
      'gpt_vqa.jsonl: all 2 records: sample "x1" is not in the dropped dataset; it is scored by what its record says'
    );
  });

  it('does not overrule a record, but says where they differ', async () => {
    const { drop, warnings } = await read(
      data,
      predictions(
        'gpt_vqa.jsonl',
        vqaRecord('v1', { answer: 'A cyst.', instruction: 'Look.' }),
        vqaRecord('v2')
      ),
      ...images()
    );
    expect(drop.systems[0]!.rows[0]).toMatchObject({
      prediction: { sample: { answer: 'A cyst.', instruction: 'Look.' } }
    });
    expect(warnings).toEqual([
      `gpt_vqa.jsonl:1: instruction differs from the dropped dataset's; the record's own is used; got "Look.", expected "What is seen in v1?"`,
      `gpt_vqa.jsonl:1: answer differs from the dropped dataset's; the record's own is used; got "A cyst.", expected "A nodule."`
    ]);
  });

  it('may repeat a sample, but not with other content', async () => {
    const { warnings } = await read(
      data,
      predictions(
        'data/smoke.jsonl',
        sampleOf(vqaRecord('v1')),
        sampleOf(vqaRecord('v2', { answer: 'Other.' }))
      ),
      predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2')),
      predictions('gpt_edit.jsonl', editRecord('e1')),
      predictions('gpt_generate.jsonl', generateRecord('g1')),
      ...images('e1', 'g1')
    );
    expect(warnings).toEqual([
      'data/smoke.jsonl:2: two different samples are called "v2"; the first one is used; expected only the one in data/all.jsonl'
    ]);
  });
});

describe('what a reader should know', () => {
  it('is a missing input image, once for the file when all are missing', async () => {
    const { rows, warnings } = await read(
      predictions('x_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2')),
      predictions('y_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2', { input_images: ['images/none.png'] })),
      dropFile('y/images/in.png', 'in')
    );
    expect(rows).toEqual({ x: ['v1', 'v2'], y: ['v1', 'v2'] });
    expect(warnings).toEqual([
      'y_vqa.jsonl:2: missing input_image; the scores do not need it, the sample is shown without it; got "images/none.png", expected a file of the drop'
    ]);
    const without = await read(predictions('x_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2')));
    expect(without.warnings).toEqual([
      'x_vqa.jsonl: all 2 records: missing input_image; the scores do not need it, the sample is shown without it; got "images/in.png", expected a file of the drop'
    ]);
  });

  it('is a format that is not the one of the file name or of the task', async () => {
    const { warnings } = await read(
      predictions(
        'x_edit.jsonl',
        vqaRecord('v1'),
        editRecord('e1', { category: 'MMGeneration', answer: 'a' }),
        editRecord('e2')
      ),
      predictions('y_edit.jsonl', generateRecord('g1'), generateRecord('g2')),
      ...images('e1', 'e2', 'g1', 'g2')
    );
    expect(warnings).toEqual([
      "x_edit.jsonl:1: the record has another format than its file's name; the record's is used; got VQA, expected Image editing",
      "x_edit.jsonl:2: the record has another format than its file's name; the record's is used; got Multimodal generation, expected Image editing",
      "x_edit.jsonl:2: the record has another format than its task style-transfer; the record's is used; got Multimodal generation, expected Image editing",
      "y_edit.jsonl: all 2 records: the record has another format than its file's name; the record's is used; got Multimodal generation, expected Image editing"
    ]);
  });

  it('is an image that lies in a folder of another name', async () => {
    const { rows, warnings } = await read(
      predictions('p/gpt_edit.jsonl', editRecord('e1', { output_image: '/data/runs/gpt/e1.png' })),
      dropFile('final/e1.png', 'x'),
      ...images()
    );
    expect(rows).toEqual({ gpt: ['e1'] });
    expect(warnings).toEqual([
      'p/gpt_edit.jsonl:1: output_image is not in the folder that its path names; the one file that fits is used; got "final/e1.png"'
    ]);
  });
});

describe("another system's images", () => {
  const a = predictions('a/a_edit.jsonl', editRecord('e1', { output_image: 'out/e1.png' }));
  const b = predictions('b/b_edit.jsonl', editRecord('e1', { output_image: 'out/e1.png' }));

  it('are not scored in place of missing ones', async () => {
    const { rows, errors } = await read(a, b, dropFile('a/out/e1.png', 'A'), ...images());
    expect(rows).toEqual({ a: ['e1'], b: [errors[0]] });
    expect(errors).toEqual([
      `b/b_edit.jsonl:1: the only file that fits output_image is the output of another system, "a"; got "out/e1.png", which fits a/out/e1.png, expected the image beside the system's own file`
    ]);
  });

  it('are scored for neither when it is not clear whose they are', async () => {
    const { rows } = await read(
      a,
      b,
      dropFile('images.zip', makeZip([{ name: 'x/out/e1.png', data: 'A' }])),
      ...images()
    );
    expect(rows['a']![0]).toContain('the output of another system, "b"');
    expect(rows['b']![0]).toContain('the output of another system, "a"');
  });

  it('are reported where two systems really name the same files', async () => {
    const { rows, warnings } = await read(
      predictions('a_edit.jsonl', editRecord('e1')),
      predictions('b_edit.jsonl', editRecord('e1')),
      ...images('e1')
    );
    expect(rows).toEqual({ a: ['e1'], b: ['e1'] });
    expect(warnings).toEqual([
      'a_edit.jsonl: output images that are also those of "b"; got 1 shared image',
      'b_edit.jsonl: output images that are also those of "a"; got 1 shared image'
    ]);
  });
});

describe('an output that is called as an image of its sample', () => {
  const record = editRecord('e1', { input_image: 'images/a.png', ground_truth_image: 'images/b.png' });
  const data = [
    predictions('data/edit.jsonl', { ...sampleOf(record), response: undefined }),
    dropFile('data/images/a.png', 'a'),
    dropFile('data/images/b.png', 'bb')
  ];
  const answer = (output_image: string) => predictions('run/m_edit.jsonl', { sample_id: 'e1', output_image });

  it.each([
    ['out/b.png', 'reference'],
    ['/home/me/run/out/a.png', 'input']
  ])('is not that image where the folder of the outputs is missing: %s', async (path, own) => {
    const { errors, rows } = await read(...data, answer(path));
    expect(errors[0]).toContain(
      `the only file that fits output_image of sample "e1" is the sample's own ${own}`
    );
    expect(rows).toEqual({ m: errors.slice(0, 1) });
  });

  it('is the input, with a note, where its record names both alike', async () => {
    const both = { ...record, output_image: 'images/a.png' };
    const { rows, notes } = await read(...data, predictions('run/m_edit.jsonl', both));
    expect(rows).toEqual({ m: ['e1'] });
    expect(notes.join()).toContain('output_image and the input are one file, which is scored as the output');
  });

  it('is found where it is there, and is that image where it is named so', async () => {
    const there = await read(...data, answer('out/b.png'), dropFile('run/out/b.png', 'b of m'));
    expect(there.rows).toEqual({ m: ['e1'] });
    expect((await read(...data, answer('../data/images/a.png'))).rows).toEqual({ m: ['e1'] });
  });
});

it('a dataset without ids says so of predictions that have one', async () => {
  const { sample_id: id, ...sample } = sampleOf(vqaRecord('v1')) as Record<string, unknown>;
  const { errors } = await read(
    predictions('data/vqa.jsonl', { id, ...sample }),
    predictions('m_vqa.jsonl', { sample_id: 'v1', response: 'a' })
  );
  expect(errors).toEqual([
    'm_vqa.jsonl:1: no sample can be "v1": those of the dataset have no sample_id; got a dataset whose records have their ids under another name, or none, expected records with a sample_id in the dataset, too'
  ]);
});
