import { describe, expect, it } from 'vitest';
import { runSteps } from '../../src/lib/core/runSteps';
import type { Drop } from '../../src/lib/predictions/drop';
import { noChoices, type FileChoices } from '../../src/lib/predictions/fileChoices';
import { matchFiles } from '../../src/lib/run/matchFiles';
import { readDrop } from './readDrop';
import { predictions, sampleOf, vqaRecord } from './records';

const rematch = ({ contents }: Drop, choices: Partial<FileChoices>): Promise<Drop> =>
  runSteps(matchFiles(contents, { choices: { ...noChoices, ...choices } }), () => undefined);

const data = ['v1', 'v2'].map((id) => sampleOf(vqaRecord(id)));

describe('answers under a name that says little', () => {
  it('are not compared with themselves where the field is called as the reference', async () => {
    const path = 'pred/m_vqa.jsonl';
    const own = predictions(path, { sample_id: 'v1', answer: 'a mass' });
    const data = predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1')));
    const before = await readDrop([data, own]);
    const { suggestion } = before.fields.find((file) => file.path === path)!;
    expect(suggestion).toEqual({ response: 'answer' });
    const choices = { fields: new Map([[path, suggestion]]) };
    const [row] = (await rematch(before, choices)).systems[0]!.rows;
    expect(row).toMatchObject({ prediction: { response: 'a mass', sample: { answer: 'A nodule.' } } });
    const alone = predictions(path, { ...vqaRecord('v1', { response: undefined, raw_response: undefined }) });
    const drop = await rematch(await readDrop([alone]), choices);
    expect(drop.systems[0]!.rows[0]).toMatchObject({
      reason: expect.stringContaining('no reference answer of sample "v1"') as string
    });
  });

  it.each([
    ['gpt4v_reply_text', 'B', { response: 'gpt4v_reply_text' }],
    ['picture', 'out/v1.png', { output_image: 'picture' }]
  ])('are suggested where nothing else is in a record but an id: %s', async (name, value, suggestion) => {
    const drop = await readDrop([predictions('m.jsonl', { sample_id: 'v1', [name]: value })]);
    expect(drop.fields[0]).toMatchObject({ kind: 'unmapped', suggestion });
    const two = await readDrop([predictions('m.jsonl', { sample_id: 'v1', [name]: value, other: value })]);
    expect(two.fields[0]).toMatchObject({ kind: 'unmapped', suggestion: {} });
  });

  it.each(['gt', 'ground_truth', 'reference_answer'])(
    'are no dataset where the reference is called %s',
    async (name) => {
      const own = { ...data[0], answer: 'mine', [name]: 'A nodule.' };
      const before = await readDrop([
        predictions('a/results.jsonl', own),
        predictions('data/vqa.jsonl', ...data)
      ]);
      const reading = before.fields.find(({ path }) => path === 'a/results.jsonl')!;
      expect(reading).toMatchObject({ kind: 'unmapped', suggestion: { response: 'answer' } });
      expect(before.samples.get('v1')?.answer).toBe('A nodule.');
      const drop = await rematch(before, { fields: new Map([['a/results.jsonl', reading.suggestion]]) });
      expect(drop.systems[0]!.rows).toMatchObject([
        { prediction: { response: 'mine', sample: { answer: 'A nodule.' } } }
      ]);
    }
  );

  it.each(['prediction', 'raw_response'])('are asked for where every response is empty: %s', async (name) => {
    const of = (sample_id: string) => ({ sample_id, response: '', [name]: 'B' });
    const before = await readDrop([
      predictions('data/vqa.jsonl', ...data),
      predictions('m.jsonl', of('v1'), of('v2'))
    ]);
    const reading = before.fields.find(({ path }) => path === 'm.jsonl')!;
    expect(reading).toMatchObject({ kind: 'unmapped', suggestion: { response: name } });
    const answers = async (response: string) => {
      const drop = await rematch(before, { fields: new Map([['m.jsonl', { response }]]) });
      return drop.systems.flatMap(({ rows }) =>
        rows.map((row) => (row.status === 'ready' ? row.prediction.response : row.reason))
      );
    };
    expect(await answers(name)).toEqual(['B', 'B']);
    expect(await answers('response')).toEqual(['', '']);
  });

  it('are not asked for where one response is there', async () => {
    const own = [
      { sample_id: 'v1', response: '', prediction: 'B' },
      { sample_id: 'v2', response: 'C', prediction: 'D' }
    ];
    const { systems } = await readDrop([
      predictions('data/vqa.jsonl', ...data),
      predictions('m.jsonl', ...own)
    ]);
    expect(systems.map(({ rows }) => rows.length)).toEqual([2]);
  });

  it('are waited for: nothing says that there is nothing to score', async () => {
    const { problems } = await readDrop([predictions('m.jsonl', { sample_id: 'v1', reply: 'B' })]);
    expect(problems.map(({ code }) => code)).not.toContain('no-predictions');
  });
});
