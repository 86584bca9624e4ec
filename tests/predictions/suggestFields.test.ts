import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/lib/core/json';
import type { FieldMapping, PredictionField } from '../../src/lib/core/run';
import {
  foldName,
  holdAnswers,
  isOfSample,
  listUnknown,
  looksLikeImage,
  suggestFields
} from '../../src/lib/predictions/suggestFields';

const all: readonly PredictionField[] = ['sample_id', 'response', 'output_image'];
const answers: readonly PredictionField[] = ['response', 'output_image'];

describe('what the fields of a file probably are', () => {
  it.each<[fields: JsonObject, lacking: readonly PredictionField[], mapping: FieldMapping]>([
    // By names, the likeliest before others, in whatever spelling.
    [{ index: 0, 'Question-ID': 'v1' }, ['sample_id'], { sample_id: 'Question-ID' }],
    [{ output: 'a', prediction: 'b' }, ['response'], { response: 'prediction' }],
    [{ Predicted_Answer: 'B', pred: 'C' }, ['response'], { response: 'pred' }],
    // Only what is lacking.
    [{ id: 'x', prediction: 'B' }, ['response'], { response: 'prediction' }],
    [{ id: 'x', prediction: 'B' }, [], {}],
    // By what is in them.
    [{ id: 'x', output: 'out/1.png' }, all, { sample_id: 'id', output_image: 'output' }],
    [{ id: 'x', output: 'a nodule' }, all, { sample_id: 'id', response: 'output' }],
    [{ output: 'out/1.png', prediction: 'B' }, answers, { output_image: 'output', response: 'prediction' }],
    // One field is not two things.
    [{ prediction: 'out/1.png' }, answers, { output_image: 'prediction' }],
    [{ id: { n: 1 }, idx: true, key: null, uid: 7 }, ['sample_id'], { sample_id: 'uid' }],
    [{ idx: true }, ['sample_id'], {}],
    [{ image_id: 'a.png' }, ['sample_id'], { sample_id: 'image_id' }],
    // Of two that are called alike the first that may be it.
    [{ 'Model Output': 'A', model_output: 'B' }, ['response'], { response: 'Model Output' }],
    [{ 'Model Output': { x: 1 }, model_output: 'B' }, ['response'], { response: 'model_output' }],
    [{ prediction: { text: 'B' } }, ['response'], {}],
    [{ prediction: null }, ['response'], {}],
    [{ prediction: 3 }, ['response'], { response: 'prediction' }],
    [{ prediction: false }, ['response'], { response: 'prediction' }],
    // What a service says of a failure is no answer.
    [{ 'error.output': 'x', 'response.body.errors.output': 'y' }, ['response'], {}],
    [{ 'terror.pred': 'B' }, ['response'], { response: 'terror.pred' }],
    [{ 'errorless.pred': 'B' }, ['response'], { response: 'errorless.pred' }],
    // Fields of a sample and scores are none of a system's.
    [{ answer: 'B', instruction: 'x', metadata: 'x', BLEU: 1 }, answers, {}],
    // Names that a sample may have of its own,
    [{ instruction: 'x', text: 'B' }, answers, {}],
    [{ instruction: 'x', caption: 'B', report: 'C', answer: 'D' }, answers, {}],
    // where nothing is known of it, or the reference stands beside.
    [{ sample_id: 'v1', text: 'B', other: 1 }, answers, { response: 'text' }],
    [{ instruction: 'x', text: 'B', reference_answer: 'C' }, answers, { response: 'text' }],
    [{ instruction: 'x', answer: 'B', GT: 'C' }, answers, { response: 'answer' }],
    [{ sample_id: 'v1', answer: 'B' }, answers, { response: 'answer' }],
    // The one thing that is said beside the sample.
    [{ sample_id: 'v1', zzz: 'B' }, answers, { response: 'zzz' }],
    [{ id: 'v1', zzz: 'out/1.png' }, all, { sample_id: 'id', output_image: 'zzz' }],
    [{ sample_id: 'v1', zzz: 'B', yyy: 'C' }, answers, {}],
    [{ sample_id: 'v1', zzz: 'B' }, ['response'], {}],
    [{ sample_id: 'v1', zzz: 'B' }, ['output_image'], {}],
    [{ zzz: 'B' }, all, {}],
    [{ sample_id: 'v1', zzz: { deep: 'B' }, 'zzz.deep': 'B' }, answers, {}],
    [{ sample_id: 'v1', 'response.text': 'B', zzz: 'C' }, answers, { response: 'response.text' }],
    [{ sample_id: 'v1', instruction: 'x', zzz: 'B' }, answers, {}],
    [{ sample_id: 'v1' }, answers, {}]
  ])('%j without %j: %j', (fields, lacking, mapping) => {
    expect(suggestFields(fields, lacking)).toStrictEqual(mapping);
  });

  it.each<[what: string, fields: JsonObject, lacking: readonly PredictionField[], mapping: FieldMapping]>([
    ['an id of the question', { 'doc.id': 'v1' }, all, { sample_id: 'doc.id' }],
    ['no id of the answer', { 'response.id': 'r', 'results.id': 'r' }, all, {}],
    ['the answer inside of what is one', { 'result.text': 'B' }, ['response'], { response: 'result.text' }],
    [
      'the answer by its name and the one above',
      { 'choices.0.text': 'A', 'message.content': 'B' },
      ['response'],
      { response: 'message.content' }
    ],
    [
      'an answer of anything where the sample is named',
      { 'row.output': 'B' },
      ['response'],
      {
        response: 'row.output'
      }
    ],
    ['no answer inside of a question', { 'doc.output': 'B', 'input.text': 'B' }, ['response'], {}],
    ['no answer of anything where no sample is named', { 'row.output': 'B' }, all, {}],
    [
      'an answer once its sample is found',
      { 'row.id': 'v1', 'row.output': 'B' },
      all,
      {
        sample_id: 'row.id',
        response: 'row.output'
      }
    ],
    ['no answer of anything where the sample is told', { instruction: 'x', 'row.output': 'B' }, answers, {}],
    [
      'the answer of an answer all the same',
      { instruction: 'x', 'output.prediction': 'B' },
      answers,
      {
        response: 'output.prediction'
      }
    ]
  ])('inside of others: %s', (_, fields, lacking, mapping) => {
    expect(suggestFields(fields, lacking)).toEqual(mapping);
  });
});

describe('a value that looks like an image', () => {
  it.each<JsonValue>([
    'a.png',
    'out/a.JPG',
    'a.jpeg ',
    'a.webp',
    'a.bmp',
    'a.gif',
    'a.tif',
    'a.tiff',
    'x.jsonl/1/output_image.image',
    'data:image/png;base64,',
    'DATA:image/x',
    'iVBORw0KGgoAAA',
    '/9j/4AAQ',
    'UklGRgAA',
    'R0lGODlh',
    'Qk0A',
    'SUkqAA',
    'TU0AKA',
    ['a.png', 'no image'],
    { bytes: null },
    { path: 'x' }
  ])('%j', (value) => expect(looksLikeImage(value)).toBe(true));

  it.each<JsonValue>([
    'png',
    'a.png.txt',
    'see a.png for more',
    'apng',
    'my data:image/png',
    'a /9j/',
    'The iVBORw0KGgo',
    ['no image', 'a.png'],
    [],
    { image: 'a.png' },
    7,
    true,
    null
  ])('is not %j', (value) => expect(looksLikeImage(value)).toBe(false));
});

describe('names of fields', () => {
  it('are the same in other letters and with other separators', () => {
    expect(foldName(' Sample-ID_2 (ü) ')).toBe('sampleid2ü');
  });

  it('say whether a table holds answers', () => {
    expect([['x', 'Model Output'], ['sample_id', 'x'], ['output_image'], []].map(holdAnswers)).toEqual([
      true,
      false,
      false,
      false
    ]);
  });

  it('of a sample and of scores are known, alone or with what is inside', () => {
    const fields = { sample_id: 1, 'metadata.age': 2, BLEU: 3, zzz: 4, 'zzz.answer': 5 };
    expect(listUnknown(fields)).toEqual(['zzz', 'zzz.answer']);
    expect(['metadata', 'dataset_source', 'BLEU', 'zzz'].map(isOfSample)).toEqual([true, true, true, false]);
  });
});
