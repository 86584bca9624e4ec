import { describe, expect, it } from 'vitest';
import { dropFile } from '../dataset/dropFiles';
import { read } from './readAndSay';
import { editRecord, images, predictions, sampleOf } from './records';

describe('an output that is called as an image of the dataset', () => {
  const samples = [
    editRecord('e1', { input_image: 'images/a.png', ground_truth_image: 'images/b.png' }),
    editRecord('e2', { input_image: 'images/c.png', ground_truth_image: 'images/d.png' })
  ].map(sampleOf);
  const data = [
    predictions('data/edit.jsonl', ...samples),
    ...['a', 'b', 'c', 'd'].map((name) => dropFile(`data/images/${name}.png`, name))
  ];
  const answer = (output_image: string) => predictions('run/m_edit.jsonl', { sample_id: 'e1', output_image });

  const answerOfOther = predictions('other_edit.jsonl', {
    sample_id: 'e1',
    output_image: 'data/images/a.png'
  });

  it.each([
    ['out/d.png', 'the reference of sample "e2"'],
    ['/home/me/run/out/c.png', 'the input of sample "e2"']
  ])('is not that of another sample where its folder is missing: %s', async (path, owner) => {
    const { errors, rows } = await read(...data, answer(path));
    expect(errors[0]).toContain(`the only file that fits output_image is ${owner}; got "${path}"`);
    expect(rows).toEqual({ m: errors.slice(0, 1) });
    const own = ['c', 'd'].map((name) => dropFile(`run/out/${name}.png`, 'of m'));
    const there = await read(...data, answer(path), ...own);
    expect(there.rows).toEqual({ m: ['e1'] });
    expect(there.warnings).not.toContainEqual(expect.stringContaining('images of the samples'));
  });

  it.each([
    ['../data/images/d.png', 'data/images/d.png, the reference of sample "e2"'],
    ['data/images/b.png', 'data/images/b.png, the reference of sample "e1"']
  ])('is scored as it where it is named so, and that is said: %s', async (path, first) => {
    const { rows, warnings } = await read(...data, answer(path));
    expect(rows).toEqual({ m: ['e1'] });
    expect(warnings).toContain(
      `run/m_edit.jsonl: output_image names images of the samples themselves; they are scored as outputs; got 1 such row, the first ${first}, expected images that the system made`
    );
  });

  it('is not the reference that another record brings with it', async () => {
    const { rows } = await read(
      predictions(
        'gpt_edit.jsonl',
        editRecord('e1', { output_image: 'x/gt2.png' }),
        editRecord('e2', { ground_truth_image: 'images/gt2.png' })
      ),
      ...images('e2'),
      dropFile('images/gt2.png', 'gt2')
    );
    expect(rows['gpt']).toEqual([expect.stringContaining('is the reference of sample "e2"'), 'e2']);
  });

  it('says nothing of a system that gives back its input, and says so in its records', async () => {
    const record = editRecord('e1', { output_image: 'images/in.png' });
    const { rows, warnings } = await read(predictions('gpt_edit.jsonl', record), ...images());
    expect(rows).toEqual({ gpt: ['e1'] });
    expect(warnings).toEqual([]);
  });

  it('is counted, the first named, but for what records give back', async () => {
    const rows = ['b', 'd'].map((name, i) => ({
      sample_id: `e${i + 1}`,
      output_image: `../data/images/${name}.png`
    }));
    const back = {
      ...editRecord('e3'),
      input_image: '../data/images/a.png',
      ground_truth_image: '../data/images/b.png'
    };
    const { warnings } = await read(
      ...data,
      predictions('run/m_edit.jsonl', ...rows, { ...back, output_image: back.input_image })
    );
    const named = warnings.filter((warning) => warning.includes('images of the samples'));
    expect(named).toEqual([
      'run/m_edit.jsonl: output_image names images of the samples themselves; they are scored as outputs; got 2 such rows, the first data/images/b.png, the reference of sample "e1", expected images that the system made'
    ]);
  });

  it('is told of with its place and its code', async () => {
    const { drop } = await read(...data, answer('out/d.png'), answerOfOther);
    expect(drop.problems.filter(({ severity }) => severity === 'error')).toEqual([
      {
        code: 'image-of-sample',
        severity: 'error',
        where: { file: 'run/m_edit.jsonl', line: 1, field: 'output_image' },
        what: 'the only file that fits output_image is the reference of sample "e2"',
        got: '"out/d.png", which fits data/images/d.png',
        expected: "the output (drop the folder of the system's images, too)"
      }
    ]);
    expect(drop.problems.filter(({ code }) => code === 'output-of-dataset')).toMatchObject([
      { where: { file: 'other_edit.jsonl', field: 'output_image' }, severity: 'warning' }
    ]);
  });
});
