import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/lib/core/sample';
import type { ScoreRow } from '../../../src/lib/core/score';
import { viewRow, viewSample } from '../../../src/lib/ui/stage/viewedSample';

const row: ScoreRow = {
  sampleId: 's1',
  format: 'generate',
  task: 'disease-prediction',
  subtask: null,
  modality: 'CT',
  file: 'a_generate.jsonl',
  line: 3,
  scores: {},
  texts: null,
  notes: [],
  damage: [],
  unscored: null,
  record: {
    instruction: 'Predict.',
    answer: 'Larger.',
    response: '',
    input_images: ['in/1.png', 'in/2.png'],
    ground_truth_image: 'gt.png',
    output_image: 'out.png'
  }
};
const origin = { system: 'a', runId: 'r1', metrics: [] };
const loadNone = (path: string) => Promise.resolve({ status: 'absent', path, reason: 'gone' } as const);

describe('a row as a viewed sample', () => {
  it('has its inputs numbered, its reference, and its output named by its system', () => {
    const viewed = viewRow(row, origin, loadNone);
    expect(viewed.inputs.map(({ label, path }) => [label, path])).toEqual([
      ['Input 1', 'in/1.png'],
      ['Input 2', 'in/2.png']
    ]);
    expect(viewed.reference?.path).toBe('gt.png');
    expect(viewed.outputs[0]?.image?.label).toBe('Output of a');
    expect(viewed.outputs[0]?.runId).toBe('r1');
  });

  it('asks for an image by the path of its record', async () => {
    const asked: string[] = [];
    const viewed = viewRow(row, origin, (path) => {
      asked.push(path);
      return loadNone(path);
    });
    await viewed.reference?.load();
    expect(asked).toEqual(['gt.png']);
  });

  it('tells an empty response from a record that could not be read', () => {
    expect(viewRow(row, origin, loadNone).outputs[0]?.response).toBe('');
    const unread = viewRow({ ...row, record: null }, origin, loadNone);
    expect(unread.outputs[0]?.response).toBeNull();
    expect(unread.inputs).toEqual([]);
    expect(unread.reference).toBeNull();
  });
});

describe('a sample of a dataset as a viewed sample', () => {
  const sample: Sample = {
    sampleId: 's2',
    format: 'vqa',
    task: 'question-answering',
    subtask: null,
    modality: 'MRI',
    modalityAsWritten: 'Magnetic_Resonance_Imaging',
    instruction: 'What is seen?',
    choices: [],
    answer: 'A cyst.',
    inputImages: ['x.png'],
    referenceImage: null
  };

  it('has no outputs but those that are given', () => {
    const viewed = viewSample(sample, loadNone);
    expect(viewed.outputs).toEqual([]);
    expect(viewed.inputs.map(({ label }) => label)).toEqual(['Input']);
    expect(viewSample(sample, loadNone, viewRow(row, origin, loadNone).outputs).outputs).toHaveLength(1);
  });
});
