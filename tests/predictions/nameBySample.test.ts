import { describe, expect, it } from 'vitest';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { makeZip } from '../dataset/makeZip';
import { read } from './readAndSay';
import { predictions, sampleOf, vqaRecord } from './records';

const answer = (sample_id: string) => JSON.stringify({ sample_id, response: 'a' });
const ids = ['v1', 'v2', 'medgen:vqa:train-00000:000012'];
const data = predictions('data/vqa.jsonl', ...ids.map((id) => sampleOf(vqaRecord(id))));

describe('files of one record each, called as their samples', () => {
  it.each([
    ['its folder', 'run/gpt/', 'gpt'],
    ['its folder above that of a format', 'run/gpt/vqa/', 'gpt'],
    ['no folder', '', 'predictions']
  ])('are one system, called as %s', async (_, folder, system) => {
    const files = ['v1', 'v2_vqa'].map((name) => dropFile(`${folder}${name}.json`, answer(name.slice(0, 2))));
    const last = dropFile(`${folder}medgen_vqa_train-00000_000012.json`, answer(ids[2]!));
    expect((await read(data, ...files, last)).rows).toEqual({
      [system]: expect.arrayContaining(ids) as string[]
    });
  });

  it('are those of their archive, and two folders are two systems', async () => {
    const zip = makeZip(['v1', 'v2'].map((id) => ({ name: `${id}.json`, data: answer(id) })));
    const { rows } = await read(
      data,
      dropFile('llava.zip', zip),
      dropFile('run/a/v1.json', answer('v1')),
      dropFile('run/b/v1.json', answer('v1')),
      dropFile('run/b/v2.json', answer('v2'))
    );
    expect(rows).toEqual({ llava: ['v1', 'v2'], a: ['v1'], b: ['v1', 'v2'] });
  });

  it('are not the system of a file that has more records, or another name', async () => {
    const more = jsonl(['v1', 'v2'].map((sample_id) => ({ sample_id, response: 'a' })));
    const { rows } = await read(
      data,
      dropFile('run/gpt.jsonl', more),
      dropFile('run/llava.json', answer('v1')),
      dropFile('run/v1.json', answer('v1'))
    );
    expect(rows).toEqual({ gpt: ['v1', 'v2'], llava: ['v1'], run: ['v1'] });
  });
});
