import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RgbImage, Size } from '../../src/lib/core/image';
import { DataError, formatProblem } from '../../src/lib/core/problem';
import type { Sample } from '../../src/lib/core/sample';
import type { ScoreRow } from '../../src/lib/core/score';
import { makeBlobEntry, type FileEntry } from '../../src/lib/dataset/FileEntry';
import { parseSample } from '../../src/lib/dataset/parseSample';
import { hashSubject } from '../../src/lib/judge/answerKey';
import type { StoredAnswer } from '../../src/lib/judge/AnswerStore';
import { makeJudgeSubject, type JudgedFiles } from '../../src/lib/run/judgeSubject';
import { listJurySubjects } from '../../src/lib/run/jurySubjects';
import { listPairQuestions } from '../../src/lib/run/pairQuestions';
import { listRowQuestions } from '../../src/lib/run/rowQuestions';
import { makeEntry } from '../engine/editPredictions';
import { composeChunks, idat, iend, ihdr, makeRows } from '../images/makePng';
import { editRecord, generateRecord, vqaRecord } from '../predictions/records';
import { makeRow } from '../stats/rows';

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is at hand: these files and samples. */
function makeFiles(entries: readonly FileEntry[] = [], samples: readonly Sample[] = []) {
  const asked: [string, string][] = [];
  const decoded: RgbImage = { width: 1, height: 1, rgb: new Uint8Array(3) };
  const files: JudgedFiles = {
    find: (path, fromFile) => {
      asked.push([path, fromFile]);
      return entries.find((entry) => entry.path === path);
    },
    sampleOf: (id) => samples.find(({ sampleId }) => sampleId === id),
    sizes: new WeakMap<FileEntry, Size>(),
    decode: (bytes, path) => Promise.resolve({ ...decoded, width: bytes.length, height: path.length })
  };
  return { files, asked };
}

const rowOf = (record: object | null, facts: Partial<ScoreRow> = {}): ScoreRow =>
  makeRow({ sampleId: 's1', file: 'run/gpt.jsonl', line: 7, record: record as ScoreRow['record'], ...facts });

const sampleFrom = (record: object): Sample =>
  parseSample(record as Parameters<typeof parseSample>[0], 's1', {});

/** The words of what `work` throws. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.problem.where.sampleId).toBe('s1');
    return formatProblem(error.problem);
  }
  return 'nothing';
}

describe('what the judge is shown of a row', () => {
  it('is its record: texts, choices and images in the places of the format', () => {
    const record = generateRecord('s1', { choices: ['A. yes', 'B. no'], modality: 'CT scan' });
    const subject = makeJudgeSubject(rowOf(record, { format: 'generate' }), makeFiles().files);
    expect(subject).toMatchObject({
      sampleId: 's1',
      format: 'generate',
      task: 'disease-prediction',
      modality: 'CT scan',
      instruction: 'Stain s1.',
      choices: ['A. yes', 'B. no'],
      answer: 'It grows.',
      response: 'It grows.',
      inputs: [{ path: 'images/in.png' }],
      reference: { path: 'images/gt.png' },
      output: { path: 'output_image/gpt/s1.png' }
    });
  });

  it('has no output image in a format without, and no response where that is no text', () => {
    const record = vqaRecord('s1', { output_image: 'x.png', response: 5 });
    const subject = makeJudgeSubject(rowOf(record), makeFiles().files);
    expect(subject).toMatchObject({ format: 'vqa', reference: null, output: null, response: '' });
  });

  it('is completed from the dataset where the record leaves something out, and only there', () => {
    const known = sampleFrom(
      generateRecord('s1', {
        instruction: 'The dataset’s.',
        modality: 'Radiograph',
        choices: ['A. known'],
        answer: 'The dataset’s answer.',
        input_image: 'known-in.png',
        ground_truth_image: 'known-gt.png'
      })
    );
    const { files } = makeFiles([], [known]);
    const bare = { sample_id: 's1', response: 'Text.', output_image: 'out.png' };
    expect(makeJudgeSubject(rowOf(bare), files)).toMatchObject({
      format: 'generate',
      task: 'disease-prediction',
      modality: 'Radiograph',
      instruction: 'The dataset’s.',
      choices: ['A. known'],
      answer: 'The dataset’s answer.',
      response: 'Text.',
      inputs: [{ path: 'known-in.png' }],
      reference: { path: 'known-gt.png' }
    });
    const partly = {
      ...bare,
      paper_task: 'disease-prediction',
      instruction: 'Own.',
      input_image: 'own-in.png'
    };
    expect(makeJudgeSubject(rowOf(partly), files)).toMatchObject({
      modality: 'Radiograph',
      instruction: 'Own.',
      choices: ['A. known'],
      answer: 'The dataset’s answer.',
      inputs: [{ path: 'own-in.png' }],
      reference: { path: 'known-gt.png' }
    });
    const own = {
      ...partly,
      modality: 'CT',
      choices: ['B. own'],
      answer: 'Own answer.',
      ground_truth_image: 'own-gt.png'
    };
    expect(makeJudgeSubject(rowOf(own), files)).toMatchObject({
      modality: 'CT',
      choices: ['B. own'],
      answer: 'Own answer.',
      reference: { path: 'own-gt.png' }
    });
  });

  it('is empty where neither says anything', () => {
    const record = { paper_task: 'question-answering' };
    expect(makeJudgeSubject(rowOf(record), makeFiles().files)).toMatchObject({
      modality: '',
      instruction: '',
      choices: [],
      response: '',
      inputs: [],
      reference: null,
      output: null
    });
  });

  it('is refused by file, line and sample where there is no record, or no task anywhere', () => {
    const { files } = makeFiles([], [sampleFrom(vqaRecord('s1'))]);
    expect(refusal(() => makeJudgeSubject(rowOf(null), files))).toBe(
      'run/gpt.jsonl:7: the row has no record'
    );
    expect(refusal(() => makeJudgeSubject(rowOf({ response: 'x' }), makeFiles().files))).toMatch(
      /^run\/gpt\.jsonl:7: /
    );
  });

  it('does not hide a defect behind the dataset', () => {
    const { files } = makeFiles([], [sampleFrom(vqaRecord('s1'))]);
    const broken = new Proxy(
      {},
      {
        get: () => {
          throw new TypeError('a defect');
        }
      }
    );
    expect(() => makeJudgeSubject(rowOf(broken), files)).toThrow('a defect');
  });
});

describe('an image that the judge is shown', () => {
  const pngOf = (width: number, height: number) =>
    new Uint8Array(
      Buffer.from(composeChunks([ihdr(width, height), idat(makeRows(height, 3 * width)), iend]))
    );

  const imageOf = (files: JudgedFiles) =>
    makeJudgeSubject(rowOf(editRecord('s1', { output_image: 'out.png' })), files).output!;

  it('is looked for from the row’s file, hashed by its bytes, and decoded under its path', async () => {
    const { files, asked } = makeFiles([makeEntry('out.png', 'bytes')]);
    const image = imageOf(files);
    expect(await image.hash()).toBe(sha256('bytes'));
    expect(await image.decode()).toMatchObject({ width: 5, height: 7 });
    expect(new Set(asked.map((one) => one.join(' ')))).toEqual(new Set(['out.png run/gpt.jsonl']));
  });

  it('that is not at hand is refused, with what to do', async () => {
    const image = imageOf(makeFiles().files);
    const error = await image.hash().catch((reason: unknown) => reason);
    if (!(error instanceof DataError)) throw new Error('it was not refused');
    expect(error.problem).toEqual({
      code: 'image-missing',
      severity: 'error',
      where: { file: 'run/gpt.jsonl', line: 7, sampleId: 's1' },
      what: 'an image is not among the files of this visit',
      got: 'out.png',
      expected: 'the files of the run, dropped again'
    });
    await image.measure!();
    expect(image.size!()).toBeUndefined();
  });

  it('tells its size once it was measured, by its header, which is read once', async () => {
    const entry = makeEntry('out.png', pngOf(5, 9));
    const image = imageOf(makeFiles([entry]).files);
    expect(image.size!()).toBeUndefined();
    await image.measure!();
    await image.measure!();
    expect(image.size!()).toMatchObject({ width: 5, height: 9 });
    expect(entry.reads).toBe(1);
  });

  it('is measured by the beginning of a file on the disk, by all of it where that is not enough', async () => {
    const small = makeBlobEntry('out.png', new Blob([pngOf(4, 3)]), 0);
    const unread = { ...small, read: () => Promise.reject(new Error('all of it was read')) };
    const image = imageOf(makeFiles([unread]).files);
    await image.measure!();
    expect(image.size!()).toMatchObject({ width: 4, height: 3 });
    const whole = { ...makeEntry('out.png', pngOf(6, 2)), blob: new Blob(['cut']) };
    const other = imageOf(makeFiles([whole]).files);
    await other.measure!();
    expect(other.size!()).toMatchObject({ width: 6, height: 2 });
  });

  it('has no size where it is no image, or where sizes are not kept', async () => {
    const noImage = imageOf(makeFiles([makeEntry('out.png', 'text')]).files);
    await noImage.measure!();
    expect(noImage.size!()).toBeUndefined();
    const entry = makeEntry('out.png', pngOf(5, 9));
    const { sizes, ...without } = makeFiles([entry]).files;
    expect(sizes).toBeDefined();
    const image = imageOf(without);
    await image.measure!();
    expect([image.size!(), entry.reads]).toEqual([undefined, 0]);
  });
});

describe('the questions about rows', () => {
  const rows = [rowOf(vqaRecord('s1')), rowOf(null), rowOf(vqaRecord('s3'), { sampleId: 's3' })];
  const { files } = makeFiles();

  it('are one a view, row by row, without rows that cannot be asked about or are none', () => {
    const questions = listRowQuestions({ rows }, { rows: [2, 1, 0, 9], views: ['w-gt', 'wo-gt'], files });
    expect(questions.map(({ row, view, repeat, subject }) => [row, view, repeat, subject.sampleId])).toEqual([
      [2, 'w-gt', 0, 's3'],
      [2, 'wo-gt', 0, 's3'],
      [0, 'w-gt', 0, 's1'],
      [0, 'wo-gt', 0, 's1']
    ]);
  });

  it('do not hide a defect', () => {
    const broken: JudgedFiles = {
      ...files,
      sampleOf: () => {
        throw new TypeError('a defect');
      }
    };
    expect(() => listRowQuestions({ rows }, { rows: [0], views: ['w-gt'], files: broken })).toThrow(
      'a defect'
    );
    expect(() =>
      listPairQuestions({ rows }, { rows }, { rows: [0], views: ['w-gt'], files: broken })
    ).toThrow('a defect');
  });

  it('of two systems are asked in both orders, of the samples that both can be asked about', () => {
    const others = [
      rowOf(vqaRecord('s1', { response: 'Other.' })),
      rowOf(null, { sampleId: 's3' }),
      rowOf(editRecord('s1'), { format: 'vqa', sampleId: 's4' })
    ];
    const questions = listPairQuestions(
      { rows },
      { rows: others },
      { rows: [0, 1, 2, 9], views: ['wo-gt'], files }
    );
    const said = questions.map(({ row, view, probe, repeat, subject, rival, correct }) => ({
      ...{ row, view, probe, repeat, swapped: rival!.swapped },
      responses: [subject.response, rival!.subject.response, correct.response]
    }));
    const common = { row: 0, view: 'wo-gt', probe: null, repeat: 0 };
    expect(said).toEqual([
      { ...common, swapped: false, responses: ['A nodule.', 'Other.', 'A nodule.'] },
      { ...common, swapped: true, responses: ['Other.', 'A nodule.', 'A nodule.'] }
    ]);
  });

  it('of two systems are not about samples of another format', () => {
    const other = [rowOf(vqaRecord('s1'), { format: 'generate' })];
    expect(listPairQuestions({ rows }, { rows: other }, { rows: [0], views: ['w-gt'], files })).toEqual([]);
  });
});

describe('the rows that a jury’s answers are of', () => {
  const answer = (key: string, sampleHash: string): StoredAnswer =>
    ({ key, question: { sampleHash, predictionHash: `${sampleHash} p` } }) as StoredAnswer;
  const judged = (answerKey: string) => ({ vlm_judge_w_gt_result: { verdict: {}, answerKey } });
  const { files } = makeFiles([makeEntry('images/in.png')]);

  it('are told by the answers that their verdicts were read from, else by the files at hand', async () => {
    const rows = [
      rowOf(vqaRecord('s1'), { verdicts: judged('k1') }),
      rowOf(vqaRecord('s2'), { sampleId: 's2', verdicts: judged('lost') }),
      rowOf(editRecord('s3'), { sampleId: 's3' }),
      rowOf(null, { sampleId: 's4' })
    ];
    const own = await hashSubject(makeJudgeSubject(rows[1]!, files));
    expect(await listJurySubjects({ rows }, [answer('k1', 'h1')], files)).toEqual({
      subjects: [
        { row: 0, sampleId: 's1', task: 'style-transfer', sampleHash: 'h1', predictionHash: 'h1 p' },
        { row: 1, sampleId: 's2', task: 'style-transfer', ...own }
      ],
      unnamed: 1
    });
    const without = await listJurySubjects({ rows }, [answer('k1', 'h1')], null);
    expect([without.subjects.map(({ row }) => row), without.unnamed]).toEqual([[0], 2]);
  });

  it('are not told past a defect', async () => {
    const broken: JudgedFiles = {
      ...files,
      find: () => {
        throw new TypeError('a defect');
      }
    };
    await expect(listJurySubjects({ rows: [rowOf(editRecord('s1'))] }, [], broken)).rejects.toThrow(
      'a defect'
    );
  });
});
