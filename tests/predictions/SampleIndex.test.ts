import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { Problem } from '../../src/lib/core/problem';
import type { Sample } from '../../src/lib/core/sample';
import { contentId } from '../../src/lib/dataset/identity';
import { Pacer } from '../../src/lib/dataset/Pacer';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import { Findings } from '../../src/lib/predictions/Findings';
import { SampleIndex } from '../../src/lib/predictions/SampleIndex';

const question = (sampleId: string | null, facts: JsonObject = {}): JsonObject => ({
  ...(sampleId !== null && { sample_id: sampleId }),
  category: 'VQA',
  paper_task: 'multiple-choice',
  modality: 'CT',
  instruction: 'Which side?',
  answer: 'B',
  ...facts
});

function makeIndex() {
  const findings = new Findings();
  return { index: new SampleIndex(findings), findings };
}

/** A pacer that is due, or not, and counts the pauses. */
function makePacer(isDue: boolean) {
  let pauses = 0;
  const pacer = { isDue, pause: () => Promise.resolve(void pauses++) } as unknown as Pacer;
  return { pacer, count: () => pauses };
}

const add = (index: SampleIndex, path: string, records: readonly JsonObject[], pacer = new Pacer()) =>
  index.add(
    { path, rows: records.map((record, i) => ({ line: i + 1, record })), pythonNumberRows: 0 },
    pacer
  );

const sample: Sample = {
  sampleId: 's1',
  format: 'edit',
  task: 'style-transfer',
  subtask: 'Bright',
  modality: 'CT',
  modalityAsWritten: 'Computed_Tomography',
  instruction: 'Brighten it.',
  choices: [],
  answer: undefined,
  inputImages: ['in.png'],
  referenceImage: 'gt.png'
};

const makeSource = (samples: readonly Sample[], problems: readonly Problem[] = []): SampleSource => ({
  kind: 'hub',
  label: 'x',
  revision: null,
  samples,
  problems,
  get: () => undefined,
  find: () => undefined,
  close: () => undefined
});

describe('the samples of dropped files', () => {
  it('are known by their ids, each with its file', async () => {
    const { index, findings } = makeIndex();
    await add(index, 'a.jsonl', [question('s1'), question('s2')]);
    await add(index, 'b.jsonl', [question('s3')]);
    expect([...index.samples.keys()]).toEqual(['s1', 's2', 's3']);
    expect([...index.sampleFiles]).toEqual([
      ['s1', 'a.jsonl'],
      ['s2', 'a.jsonl'],
      ['s3', 'b.jsonl']
    ]);
    expect(index.size).toBe(3);
    expect(index.get('s3')).toMatchObject({ file: 'b.jsonl', source: null, record: question('s3') });
    expect(index.get('s4')).toBeUndefined();
    expect(findings.problems).toEqual([]);
  });

  it('are matched by other spellings, and by what looks most like them', async () => {
    const { index } = makeIndex();
    await add(index, 'a.jsonl', [question('Sample-0001'), question('Sample-0002')]);
    expect([index.match('sample_0001'), index.match('nothing')]).toEqual(['Sample-0001', null]);
    expect([index.nearest('Sample-00012'), index.nearest('x')]).toEqual(['Sample-0001', null]);
  });

  it('of one id are one where they are alike, and told of where they differ', async () => {
    const { index, findings } = makeIndex();
    await add(index, 'a.jsonl', [question('s1')]);
    const { sample_id, ...others } = question('s1');
    await add(index, 'b.jsonl', [{ ...others, sample_id: sample_id! }]);
    expect(findings.problems).toEqual([]);
    await add(index, 'c.jsonl', [question('s1', { answer: 'A' })]);
    expect(index.get('s1')).toMatchObject({ file: 'a.jsonl', record: { answer: 'B' } });
    expect(findings.problems).toEqual([
      {
        code: 'sample-duplicate',
        severity: 'warning',
        where: { file: 'c.jsonl', line: 1, sampleId: 's1' },
        what: 'two different samples are called "s1"; the first one is used',
        expected: 'only the one in a.jsonl'
      }
    ]);
  });

  it('without an id are called by their content; with neither they are none', async () => {
    const { index, findings } = makeIndex();
    const nameless = question(null);
    await add(index, 'a.jsonl', [nameless, { answer: 'B' }]);
    expect([...index.samples.keys()]).toEqual([await contentId(nameless)]);
    expect(findings.problems).toEqual([
      {
        code: 'no-identity',
        severity: 'error',
        where: { file: 'a.jsonl', line: 2 },
        what: 'a sample without sample_id and instruction'
      }
    ]);
  });

  it('that cannot be read are told of, with rows that are none', async () => {
    const { index, findings } = makeIndex();
    const problem: Problem = { code: 'json-syntax', severity: 'error', where: {}, what: 'x' };
    await index.add(
      {
        path: 'a.jsonl',
        rows: [
          { line: 1, problem },
          { line: 2, record: question('s1', { paper_task: 'tea-reading' }) },
          { line: 3, record: question('s2') }
        ],
        pythonNumberRows: 0
      },
      new Pacer()
    );
    expect([...index.samples.keys()]).toEqual(['s2']);
    expect(findings.problems).toMatchObject([
      { code: 'json-syntax' },
      { severity: 'error', where: { file: 'a.jsonl', line: 2 } }
    ]);
    expect(findings.problems).toHaveLength(2);
  });

  it('are found by their content, the first of several', async () => {
    const { index } = makeIndex();
    await add(index, 'a.jsonl', [question('s1'), question('s2'), question('s3', { answer: 'A' })]);
    const idOf = async (record: JsonObject) => (await contentId(record))!;
    expect(await index.findByContent(await idOf(question(null)))).toBe('s1');
    expect(await index.findByContent(await idOf(question(null, { answer: 'A' })))).toBe('s3');
    expect(await index.findByContent('content:0')).toBeUndefined();
  });
});

describe('the samples of a chosen dataset', () => {
  it('have a record that says what they are, with images that are the dataset’s own', async () => {
    const { index } = makeIndex();
    const answered = { ...sample, sampleId: 's2', answer: 'B', referenceImage: null, inputImages: [] };
    await index.addSource(makeSource([sample, answered]), new Pacer());
    const said = {
      category: 'ImageEdit',
      paper_task: 'style-transfer',
      paper_subtask: 'Bright',
      modality: 'Computed_Tomography',
      instruction: 'Brighten it.',
      choices: []
    };
    const record = {
      ...said,
      sample_id: 's1',
      input_images: ['dataset:in.png'],
      ground_truth_image: 'dataset:gt.png'
    };
    expect(index.get('s1')).toStrictEqual({
      sample: { ...sample, inputImages: ['dataset:in.png'], referenceImage: 'dataset:gt.png' },
      record,
      file: '',
      source: record
    });
    const second = { ...said, sample_id: 's2', answer: 'B', input_images: [] };
    expect(index.get('s2')).toStrictEqual({ sample: answered, record: second, file: '', source: second });
  });

  it('give way to those of the files, and say beside them what the dataset says', async () => {
    const { index } = makeIndex();
    await add(index, 'a.jsonl', [question('s1')]);
    await index.addSource(makeSource([sample]), new Pacer());
    expect(index.get('s1')).toMatchObject({
      file: 'a.jsonl',
      record: { instruction: 'Which side?' },
      source: { instruction: 'Brighten it.' }
    });
  });

  it('bring the dataset’s problems along', async () => {
    const { index, findings } = makeIndex();
    const problem: Problem = { code: 'x', severity: 'warning', where: {}, what: 'x' };
    await index.addSource(makeSource([], [problem]), new Pacer());
    expect(findings.problems).toEqual([problem]);
  });
});

describe('a long list of samples', () => {
  it('lets the page do its work between them where that is due', async () => {
    for (const [isDue, pauses] of [
      [true, 2],
      [false, 0]
    ] as const) {
      const own = makePacer(isDue);
      await add(makeIndex().index, 'a.jsonl', [question('s1'), question('s2')], own.pacer);
      expect(own.count()).toBe(pauses);
      const sources = makePacer(isDue);
      await makeIndex().index.addSource(makeSource([sample, sample]), sources.pacer);
      expect(sources.count()).toBe(pauses);
    }
  });
});
