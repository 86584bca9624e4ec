import { describe, expect, it } from 'vitest';
import { runSteps } from '../../src/lib/core/runSteps';
import { formatProblem } from '../../src/lib/core/problem';
import type { Drop } from '../../src/lib/predictions/drop';
import { noChoices, type FileChoices } from '../../src/lib/predictions/fileChoices';
import { matchFiles } from '../../src/lib/run/matchFiles';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { readDrop } from '../predictions/readDrop';
import { editRecord, images, predictions, sampleOf, vqaRecord } from '../predictions/records';
import { openCase } from './openCase';

const rematch = ({ contents }: Drop, choices: Partial<FileChoices>): Promise<Drop> =>
  runSteps(matchFiles(contents, { choices: { ...noChoices, ...choices } }), () => undefined);

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

describe('answers under another key', () => {
  it.each(['wrong_key', 'wrong_key_nodata'])('in %s are never taken for a dataset', async (name) => {
    const drop = await readDrop(openCase(name));
    expect(answers(drop)).toEqual({ good: right });
    expect(drop.samples.size).toBe(name === 'wrong_key' ? 9 : 0);
    expect(say(drop)).toEqual([
      `${name}/pred/bad_vqa.jsonl: nothing of 3 records is scored: they have no response and no output_image, but "prediction" may be response; say so under Check; ` +
        'got the fields sample_id, category, paper_format, paper_task, paper_subtask, modality, instruction, input_images, input_image, answer, prediction, expected sample_id and response (a text) or output_image (a path)'
    ]);
  });

  it('are read when a person says which field it is, and the run is told', async () => {
    const before = await readDrop(openCase('wrong_key'));
    const path = 'wrong_key/pred/bad_vqa.jsonl';
    const reading = before.fields.find((file) => file.path === path)!;
    expect(reading).toMatchObject({ kind: 'unmapped', mapping: {}, suggestion: { response: 'prediction' } });
    const drop = await rematch(before, { fields: new Map([[path, reading.suggestion]]) });
    expect(answers(drop)).toEqual({ bad: right, good: right });
    expect(say(drop)).toEqual([]);
    expect(drop.systems[0]!.files).toEqual([
      { path, records: 3, holds: 'predictions', fields: { response: 'prediction' } }
    ]);
  });

  it('are read so again in a file with the same fields', async () => {
    const { contents, fields } = await readDrop(openCase('wrong_key'));
    const { shape, suggestion } = fields.find(({ path }) => path.endsWith('bad_vqa.jsonl'))!;
    const drop = await rematch(await readDrop(openCase('wrong_key_nodata')), {
      shapes: new Map([[shape, suggestion]])
    });
    expect(contents.files).not.toEqual([]);
    expect(answers(drop)).toEqual({ bad: right, good: right });
  });

  it('and ids in other letters are both named', async () => {
    const drop = await readDrop(openCase('caps_key'));
    const path = 'caps_key/pred/m_vqa.jsonl';
    const reading = drop.fields.find((file) => file.path === path)!;
    expect(reading.suggestion).toEqual({ sample_id: 'Sample_ID', response: 'Response' });
    expect(drop.systems).toEqual([]);
    const read = await rematch(drop, { fields: new Map([[path, reading.suggestion]]) });
    expect(answers(read)).toEqual({ m: right });
  });

  it.each([
    [
      { question_id: 'v1', answer_pred: 'x' },
      { sample_id: 'question_id', response: 'answer_pred' }
    ],
    [
      { id: 7, text: 'x' },
      { sample_id: 'id', response: 'text' }
    ],
    [
      { id: 'v1', answer: 'x' },
      { sample_id: 'id', response: 'answer' }
    ],
    [{ sample_id: 'v1', 'Model Output': 'x' }, { response: 'Model Output' }],
    [{ sample_id: 'e1', output: 'out/1.png' }, { output_image: 'output' }],
    [{ sample_id: 'e1', edited_image: { path: 'out/1.png' } }, { output_image: 'edited_image' }],
    [{ sample_id: 'e1', prediction: 'data:image/png;base64,iVBO' }, { output_image: 'prediction' }],
    [{ sample_id: 'e1', image: { bytes: 'iVBO', path: null } }, { output_image: 'image' }],
    // lm-evaluation-harness and lmms-eval
    [
      {
        doc_id: 0,
        doc: { sample_id: 'v1', answer: 'B' },
        target: 'B',
        resps: [['b']],
        filtered_resps: ['B']
      },
      { sample_id: 'doc.sample_id', response: 'filtered_resps.0' }
    ],
    [
      { doc_id: 0, doc: { id: 'v1' }, target: 'B', resps: [['b']] },
      { sample_id: 'doc.id', response: 'resps.0.0' }
    ],
    // VLMEvalKit
    [
      { index: 7, question: 'Which?', answer: 'B', prediction: 'b' },
      { sample_id: 'index', response: 'prediction' }
    ],
    // batches of OpenAI, Gemini and Anthropic
    [
      {
        id: 'req',
        custom_id: 'v1',
        response: { body: { id: 'c', choices: [{ message: { content: 'B' } }] } }
      },
      { sample_id: 'custom_id', response: 'response.body.choices.0.message.content' }
    ],
    [
      { key: 'v1', response: { candidates: [{ content: { parts: [{ text: 'B' }] } }] } },
      { sample_id: 'key', response: 'response.candidates.0.content.parts.0.text' }
    ],
    [
      { custom_id: 'v1', result: { message: { id: 'm', content: [{ type: 'text', text: 'B' }] } } },
      { sample_id: 'custom_id', response: 'result.message.content.*.text' }
    ],
    // thoughts before the answer
    [
      {
        custom_id: 'v1',
        response: {
          body: {
            output: [
              { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
              { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'B' }] }
            ]
          }
        }
      },
      { sample_id: 'custom_id', response: 'response.body.output.*.content.*.text' }
    ],
    [
      {
        key: 'v1',
        response: { candidates: [{ content: { parts: [{ text: 'hm', thought: true }, { text: 'B' }] } }] }
      },
      { sample_id: 'key', response: 'response.candidates.0.content.parts.*.text' }
    ],
    // conversations
    [
      {
        sample_id: 'v1',
        messages: [
          { role: 'user', content: 'Which?' },
          { role: 'assistant', content: 'B' }
        ]
      },
      { response: 'messages.*.content' }
    ],
    [
      {
        id: 'v1',
        conversations: [
          { from: 'human', value: 'Which?' },
          { from: 'gpt', value: 'B' }
        ]
      },
      { sample_id: 'id', response: 'conversations.*.value' }
    ],
    // a batch in which every request failed
    [{ custom_id: 'v1', response: { body: { error: { message: 'x' } } } }, { sample_id: 'custom_id' }],
    // rows of a hub's API
    [
      { row_idx: 0, row: { id: 'v1', response: 'B' } },
      { sample_id: 'row.id', response: 'row.response' }
    ],
    [{ sample_id: 'v1', response: ['B'] }, { response: 'response.0' }]
  ])('%j is probably %j', async (record, suggestion) => {
    const drop = await readDrop([dropFile('m_vqa.jsonl', jsonl([record]))]);
    expect(drop.fields[0]).toMatchObject({ kind: 'unmapped', suggestion });
  });

  it('inside of other fields are read by the names that lead to them', async () => {
    const record = { doc: { sample_id: 'v1' }, response: { text: 'B' } };
    const drop = await readDrop([
      predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1'))),
      dropFile('m_vqa.jsonl', jsonl([record])),
      ...images()
    ]);
    const { suggestion } = drop.fields.find(({ path }) => path === 'm_vqa.jsonl')!;
    expect(suggestion).toEqual({ sample_id: 'doc.sample_id', response: 'response.text' });
    const read = await rematch(drop, { fields: new Map([['m_vqa.jsonl', suggestion]]) });
    expect(answers(read)).toEqual({ m: ['B'] });
  });

  it('in messages are what the system said, wherever it stands, in as many parts as it has', async () => {
    const say = (custom_id: string, ...content: object[]) => ({
      custom_id,
      result: { message: { content } }
    });
    const drop = await readDrop([
      predictions('data/vqa.jsonl', ...['v1', 'v2', 'v3'].map((id) => sampleOf(vqaRecord(id)))),
      predictions(
        'm_vqa.jsonl',
        say('v1', { type: 'text', text: 'A' }),
        say(
          'v2',
          { type: 'thinking', thinking: 'hm' },
          { type: 'text', text: 'B' },
          { type: 'text', text: 'C' }
        ),
        say('v3', { type: 'thinking', thinking: 'hm' })
      ),
      ...images()
    ]);
    const { suggestion, examples } = drop.fields.find(({ path }) => path === 'm_vqa.jsonl')!;
    const read = await rematch(drop, { fields: new Map([['m_vqa.jsonl', suggestion]]) });
    expect([examples[suggestion.response!], answers(read)]).toEqual([
      'A',
      { m: ['A', 'BC', expect.stringContaining('no response of sample "v3"')] }
    ]);
  });

  it.each([{ prediction: ['B'] }, { output: { text: 'B' } }, { zzz: { text: 'B' } }])(
    'in a list or an object are no dataset: %j',
    async (fields) => {
      const drop = await readDrop([predictions('m_vqa.jsonl', { ...sampleOf(vqaRecord('v1')), ...fields })]);
      expect(drop.fields[0]!.kind).toBe('unmapped');
      expect(drop.samples.size).toBe(0);
    }
  );

  it('that nobody knows are asked for where the file is named as predictions', async () => {
    const file = predictions('m_vqa.jsonl', { ...sampleOf(vqaRecord('v1')), zzz: 'x' });
    const drop = await readDrop([file, ...images()]);
    expect(drop.fields[0]).toMatchObject({ kind: 'unmapped', suggestion: {} });
    const chosen = new Map([['m_vqa.jsonl', { response: 'zzz' }]]);
    expect(answers(await rematch(drop, { fields: chosen }))).toEqual({ m: ['x'] });
  });
});

describe('a dataset', () => {
  it('is one with fields of its own, and whatever a person calls so', async () => {
    const own = predictions('data/vqa.jsonl', { ...sampleOf(vqaRecord('v1')), source: 'PMC', text: 'note' });
    expect((await readDrop([own])).samples.size).toBe(1);
    const nested = {
      metadata: { image: 'a.png', text: 'x' },
      source: { path: 'a.png', output: 'x' },
      answer: { text: 'y' }
    };
    const deep = predictions('data/vqa.jsonl', { ...sampleOf(vqaRecord('v1')), ...nested });
    expect((await readDrop([deep])).samples.size).toBe(1);
    const like = predictions('data/vqa.jsonl', { ...sampleOf(vqaRecord('v1')), prediction: 'x' });
    const drop = await readDrop([like]);
    expect(drop.samples.size).toBe(0);
    expect((await rematch(drop, { datasets: new Set(['data/vqa.jsonl']) })).samples.size).toBe(1);
  });
});

describe('ids that the dataset lacks', () => {
  it('are named with the nearest, and matched when a person says so', async () => {
    const drop = await readDrop(openCase('float_ids_csv'));
    const path = 'float_ids_csv/pred/m_vqa.csv';
    expect(say(drop)).toEqual(
      ['1', '2', '3'].map(
        (id, i) =>
          `${path}:${i + 2}: sample "${id}.0" is not in the dataset; the nearest is "${id}"; got "${id}.0", expected one of its 3 ids`
      )
    );
    expect(drop.idMatches).toEqual([
      { path, count: 3, isUsed: false, examples: ['1', '2', '3'].map((id) => [`${id}.0`, id]) }
    ]);
    const matched = await rematch(drop, { matchedIds: new Set([path]) });
    expect(answers(matched)).toEqual({ m: ['B', 'right', 'A small nodule'] });
    expect(matched.systems[0]!.files[0]).toMatchObject({ matchedIds: true });
    expect(say(matched, 'note')).toContain(
      `${path}: 3 ids that the dataset lacks are read as the nearest that it has: "1.0" as "1", "2.0" as "2", "3.0" as "3"`
    );
  });

  it.each([
    ['V1', 'v1'],
    ['med:vqa:v1', 'v1'],
    ['v-1', 'v_1'],
    ['007', '7'],
    ['v1.png', 'v1'],
    ['vv1', 'v1']
  ])('%s is near to %s', async (written, id) => {
    const drop = await readDrop([
      predictions('data/vqa.jsonl', sampleOf(vqaRecord(id)), sampleOf(vqaRecord('other'))),
      predictions('m_vqa.jsonl', { sample_id: written, response: 'x' }),
      ...images()
    ]);
    expect(say(drop)[0]).toContain(`the nearest is "${id}"`);
  });

  it('may have white space around them, as the dataset’s may', async () => {
    const drop = await readDrop([
      predictions('data/vqa.jsonl', sampleOf(vqaRecord(' v2 '))),
      dropFile('m_vqa.csv', 'sample_id,response\n v2,x\n'),
      ...images()
    ]);
    expect(answers(drop)).toEqual({ m: ['x'] });
  });

  it('are not guessed where two are as near', async () => {
    const drop = await readDrop([
      predictions('data/vqa.jsonl', sampleOf(vqaRecord('a1')), sampleOf(vqaRecord('A1'))),
      predictions('m_vqa.jsonl', { sample_id: ' Å1', response: 'x' }, { sample_id: 'a-1', response: 'x' }),
      ...images()
    ]);
    expect(drop.idMatches).toEqual([]);
  });

  it('in their thousands are named all the same, without comparing each with each', async () => {
    const ids = Array.from({ length: 3000 }, (_, i) => `sample-with-a-long-name-${i}`);
    const drop = await readDrop([
      predictions('data/vqa.jsonl', ...ids.map((id) => sampleOf(vqaRecord(id)))),
      predictions('m_vqa.jsonl', ...ids.map((id) => ({ sample_id: `x${id}y`, response: 'x' }))),
      ...images()
    ]);
    expect(say(drop)).toHaveLength(3000);
    expect(say(drop).filter((what) => what.includes('the nearest is'))).toHaveLength(50);
  });

  it('are no unknown task, where there is no dataset at all', async () => {
    const drop = await readDrop([
      predictions('m_vqa.jsonl', { sample_id: 'v1', response: 'x' }),
      predictions('m_edit.jsonl', editRecord('e1')),
      ...images('e1')
    ]);
    expect(say(drop)).toEqual([
      'm_vqa.jsonl:1: nothing says what sample "v1" is; got a record without paper_task, and no dataset, expected the dataset (drop it too, or choose one), or records with their samples in them'
    ]);
  });
});
