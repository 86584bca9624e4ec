import { createHash } from 'node:crypto';
import { keys } from 'idb-keyval';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CandidateScores, Reply, ScoredTask, ScoringTask } from '../../src/lib/engine/api';
import type { Pool } from '../../src/lib/engine/Pool';
import type { NeuralModel } from '../../src/lib/models/NeuralModel';
import type { Drop } from '../../src/lib/predictions/drop';
import type { ScoreRunOptions } from '../../src/lib/run/scoreRun';
import type { ScoreProgress } from '../../src/lib/run/ScoreProgress';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { FileTree } from '../../src/lib/dataset/FileTree';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import { dropFile } from '../dataset/dropFiles';
import { editRecord, images, predictions, sampleOf, vqaRecord } from '../predictions/records';
import { closeBrowser, openBrowser, refuseStorage } from '../store/ownBrowser';

let scoreRun: typeof import('../../src/lib/run/scoreRun').scoreRun;
let readDrop: typeof import('../predictions/readDrop').readDrop;
let runs: typeof import('../../src/lib/store/runs');
let databases: typeof import('../../src/lib/store/databases');
let runImages: typeof import('../../src/lib/store/runImages');
let runPictures: typeof import('../../src/lib/store/runPictures');

async function load(): Promise<void> {
  ({ scoreRun } = await import('../../src/lib/run/scoreRun'));
  ({ readDrop } = await import('../predictions/readDrop'));
  runs = await import('../../src/lib/store/runs');
  databases = await import('../../src/lib/store/databases');
  runImages = await import('../../src/lib/store/runImages');
  runPictures = await import('../../src/lib/store/runPictures');
}

beforeEach(async () => {
  openBrowser();
  await load();
});

afterEach(() => {
  vi.doUnmock('../../src/lib/run/NeuralTier');
  vi.restoreAllMocks();
});

afterAll(closeBrowser);

const scored: CandidateScores = {
  scores: { bleu: { value: 0.5 } },
  texts: null,
  notes: [],
  damage: [],
  unscored: null
};

interface PoolFacts {
  readonly size?: number;
  /** Before a task is answered. */
  readonly before?: (task: ScoringTask) => Promise<void> | void;
  readonly resultOf?: (path: string) => CandidateScores;
}

/** Scores in this thread, and makes a picture of every image that one is wanted of. */
function makePool({ size = 1, before, resultOf = () => scored }: PoolFacts = {}) {
  const tasks: ScoringTask[] = [];
  const pool = {
    size,
    async score(task: ScoringTask): Promise<Reply<ScoredTask>> {
      tasks.push(task);
      await before?.(task);
      const results = task.candidates.map(({ image }) => resultOf(image?.path ?? ''));
      const pictures = (task.wantedPictures ?? []).map((path) => ({
        path,
        jpeg: new Uint8Array([path.length])
      }));
      return { ok: true, value: { results, pictures } };
    }
  } as unknown as Pool;
  return { pool, tasks };
}

async function score(drop: Drop, pool: Pool, facts: Partial<ScoreRunOptions> = {}) {
  const signal = new AbortController().signal;
  const steps = scoreRun(drop, { metricIds: ['bleu'], models: [], dataset: 'test', pool, signal, ...facts });
  const reports: (ScoreProgress & { readonly stored: number })[] = [];
  for (let step = await steps.next(); ; step = await steps.next()) {
    if (step.done) return { runs: step.value, reports };
    reports.push({ ...step.value, stored: (await keys(databases.scores()).catch(() => [])).length });
  }
}

/** Holds tasks until so many are under way at once, and a while longer for those that should not come. */
function countTasks(expected: number) {
  let [running, most] = [0, 0];
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const before = async (): Promise<void> => {
    most = Math.max(most, ++running);
    if (running === expected) setTimeout(resolve, 50);
    await reached;
    running--;
  };
  return { before, most: () => most };
}

const manyQuestions = (count: number): DroppedFile =>
  predictions(
    'gpt_vqa.jsonl',
    ...Array.from({ length: count }, (_, i) => vqaRecord(`v${i}`, { response: `r${i}` }))
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('what is scored', () => {
  it('is stored before it is reported, 64 samples at a time while they come fast', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const { reports } = await score(await readDrop([manyQuestions(130)]), makePool().pool);
    expect(reports.map(({ done }) => done)).toEqual([0, 64, 128, 130]);
    expect(reports.map(({ stored }) => stored)).toEqual([0, 64, 128, 130]);
  });

  it('is reported after a quarter of a second where it comes slowly', async () => {
    let nowMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const drop = await readDrop([manyQuestions(6)]);
    const slow = makePool({ before: () => void (nowMs = 250) });
    const { reports } = await score(drop, slow.pool);
    expect(reports.map(({ done }) => done)).toEqual([0, 1, 6]);
    const fast = await score(
      await readDrop([manyQuestions(7)]),
      makePool({ before: () => void (nowMs = 499) }).pool
    );
    expect(fast.reports.map(({ done }) => done)).toEqual([0, 7]);
  });

  it('keeps every worker busy with one task and one in waiting', async () => {
    const { before, most } = countTasks(6);
    await score(await readDrop([manyQuestions(20)]), makePool({ size: 3, before }).pool);
    expect(most()).toBe(6);
  });

  it('goes with the run when the run is deleted', async () => {
    const { runs: made } = await score(await readDrop([manyQuestions(3)]), makePool().pool);
    expect(await keys(databases.scores())).toHaveLength(3);
    expect(made[0]!.fingerprints.toSorted()).toEqual((await keys<string>(databases.scores())).toSorted());
    await runs.deleteRun(made[0]!.id);
    expect(await keys(databases.scores())).toEqual([]);
  });
});

describe('a run', () => {
  it('says what it was made of and by what, and counts what it has', async () => {
    const drop = await readDrop([
      predictions('data/vqa.jsonl', ...['v1', 'v2', 'v3'].map((id) => sampleOf(vqaRecord(id)))),
      predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2', { response: undefined }))
    ]);
    const { runs: made } = await score(drop, makePool().pool);
    expect(made[0]).toMatchObject({
      system: 'gpt',
      dataset: 'test',
      metrics: { bleu: '1' },
      protocol: 'Official evaluator (2026)',
      counts: { found: 2, scored: 1, unscored: 1, missing: 1 },
      files: [{ path: 'gpt_vqa.jsonl', records: 2, holds: 'predictions' }]
    });
    for (const absent of ['models', 'datasetRevision']) expect(made[0]).not.toHaveProperty(absent);
    expect(new Date(made[0]!.createdAt).toISOString()).toBe(made[0]!.createdAt);
    expect(made[0]!.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has a row for a line that could not be read, with its place', async () => {
    const drop = await readDrop([
      dropFile('gpt_vqa.jsonl', `not JSON\n${JSON.stringify(vqaRecord('v1'))}\n`)
    ]);
    const { runs: made, reports } = await score(drop, makePool().pool);
    expect(reports[0]).toMatchObject({ done: 1, total: 2 });
    expect(made[0]!.rows[0]).toEqual({
      sampleId: '',
      format: 'vqa',
      task: null,
      subtask: null,
      modality: 'unknown',
      file: 'gpt_vqa.jsonl',
      line: 1,
      scores: {},
      texts: null,
      notes: [],
      damage: [],
      unscored: made[0]!.rows[0]!.unscored,
      record: null
    });
    expect(made[0]!.rows[0]!.unscored).toMatch(/^gpt_vqa\.jsonl:1: /);
  });

  it('tells of images that are damaged, and of what stayed unscored, by file, line and sample', async () => {
    const drop = await readDrop([
      predictions('gpt_edit.jsonl', editRecord('e1'), editRecord('e2'), editRecord('e3')),
      ...images('e1', 'e2', 'e3')
    ]);
    const resultOf = (path: string): CandidateScores => {
      if (path.endsWith('e1.png'))
        return { ...scored, damage: ['e1.png: wrong checksum'], referenceSize: { width: 8, height: 9 } };
      return path.endsWith('e2.png') ? { ...scored, scores: {}, unscored: 'not an image' } : scored;
    };
    const { runs: made } = await score(drop, makePool({ resultOf }).pool);
    const file = 'gpt_edit.jsonl';
    expect(made[0]!.problems.filter(({ severity }) => severity !== 'note')).toEqual([
      {
        code: 'image-damaged',
        severity: 'warning',
        where: { file, line: 1, sampleId: 'e1' },
        what: 'e1.png: wrong checksum'
      },
      { code: 'unscored', severity: 'error', where: { file, line: 2, sampleId: 'e2' }, what: 'not an image' }
    ]);
    expect(made[0]!.counts).toEqual({ found: 3, scored: 2, unscored: 1, missing: null });
    expect(made[0]!.rows.map(({ referenceSize }) => referenceSize)).toEqual([
      { width: 8, height: 9 },
      undefined,
      undefined
    ]);
    expect('referenceSize' in made[0]!.rows[1]!).toBe(false);
  });

  it('has the dataset’s revision, and the dataset learns at once which of its images will be read', async () => {
    const files = [predictions('gpt_edit.jsonl', editRecord('e1')), ...images('e1')];
    const drop = await readDrop(files);
    const expected: string[] = [];
    const source = { revision: 'abc', expect: (paths: Iterable<string>) => expected.push(...paths) };
    const { runs: made } = await score(
      { ...drop, source: source as unknown as SampleSource },
      makePool().pool,
      {
        metricIds: ['psnr', 'region-fidelity-psnr']
      }
    );
    expect(made[0]!.datasetRevision).toBe('abc');
    expect(expected).toEqual(['images/gt.png', 'images/in.png']);
  });
});

describe('the images of a run', () => {
  const drop = () => readDrop([predictions('gpt_edit.jsonl', editRecord('e1')), ...images('e1')]);
  const output = { path: 'output_image/gpt/e1.png', sizeBytes: 6, sha256: sha256('e1.png') };
  const reference = { path: 'images/gt.png', sizeBytes: 6, sha256: sha256('gt.png') };

  it('are known by path, size and hash', async () => {
    const { runs: made } = await score(await drop(), makePool().pool);
    const { id, createdAt } = made[0]!;
    expect(await runImages.readRunImages(id)).toEqual({
      runId: id,
      scoredAt: createdAt,
      rows: { 'gpt_edit.jsonl:1': { reference, output } }
    });
  });

  it('have small pictures, made while they are scored', async () => {
    const { pool, tasks } = makePool();
    await score(await drop(), pool);
    expect(tasks[0]!.wantedPictures).toEqual([reference.path, output.path]);
    expect([...(await runPictures.storedPictures.measure())]).toEqual(
      [
        [output.sha256, 1],
        [reference.sha256, 1]
      ].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    );
  });

  it('get them later where the scores are known already, and never twice', async () => {
    await runPictures.switchPictures(false);
    const first = makePool();
    await score(await drop(), first.pool);
    expect(first.tasks[0]).not.toHaveProperty('wantedPictures');
    await runPictures.switchPictures(true);
    const second = makePool();
    const { reports } = await score(await drop(), second.pool);
    expect(second.tasks).toHaveLength(1);
    expect(second.tasks[0]).toMatchObject({ metricIds: [], wantedPictures: [reference.path, output.path] });
    expect(reports.at(-1)!.remembered).toBe(1);
    expect((await runPictures.storedPictures.list()).toSorted()).toEqual(
      [output.sha256, reference.sha256].toSorted()
    );
    const third = makePool();
    await score(await drop(), third.pool);
    expect(third.tasks).toEqual([]);
  });
});

describe('files that are large', () => {
  /** Its files say that they weigh so much. */
  const heavy = (drop: Drop, sizeBytes: number): Drop => ({
    ...drop,
    tree: new FileTree(drop.tree.entries.map((entry) => ({ ...entry, sizeBytes })))
  });

  /** How many of ten jobs are under way at once, each of two images of this size. */
  async function countAtOnce(sizeBytes: number, expected: number): Promise<number> {
    const ids = Array.from({ length: 10 }, (_, i) => `e${i}`);
    const records = ids.map((id) => editRecord(id, { ground_truth_image: `images/gt-${id}.png` }));
    const drop = await readDrop([
      predictions('gpt_edit.jsonl', ...records),
      ...images(...ids),
      ...ids.map((id) => dropFile(`images/gt-${id}.png`, id))
    ]);
    const { before, most } = countTasks(expected);
    await score(heavy(drop, sizeBytes), makePool({ size: 4, before }).pool);
    return most();
  }

  it.each([
    [6, 8],
    [2 ** 24, 4],
    [2 ** 27, 1]
  ])('of %i bytes are read so few at once that all take at most 128 MB', async (sizeBytes, atOnce) => {
    expect(await countAtOnce(sizeBytes, atOnce)).toBe(atOnce);
  });
});

describe('a browser that refuses', () => {
  const full = new DOMException('no room', 'QuotaExceededError');

  it('to keep scores still scores, and says that nothing can be continued later', async () => {
    refuseStorage('scores', full);
    const { reports, runs: made } = await score(await readDrop([manyQuestions(2)]), makePool().pool);
    expect(reports.map(({ notStored }) => notStored)).toEqual([null, 'QuotaExceededError']);
    expect(made[0]!.counts.scored).toBe(2);
    expect((await runs.readRun(made[0]!.id))!.rows).toHaveLength(2);
  });

  it('to keep runs has them until the page is left, and the run says so first', async () => {
    refuseStorage('run-contents', full);
    const drop = await readDrop([
      dropFile('gpt_vqa.jsonl', `${JSON.stringify(vqaRecord('v1'))}\nnot JSON\n`)
    ]);
    const { runs: made } = await score(drop, makePool().pool);
    const [problem, ...others] = made[0]!.problems;
    expect(problem).toMatchObject({ code: 'not-stored', severity: 'warning', where: {} });
    expect(problem!.what).toMatch(
      /^this browser does not store the run \(.*\); it is lost when you leave the page, so export it now$/
    );
    expect(others.map(({ severity }) => severity)).toContain('error');
    expect(await runs.readRun(made[0]!.id)).toMatchObject({ problems: made[0]!.problems });
    expect(await runs.findRuns()).toMatchObject({ unstoredIds: new Set([made[0]!.id]) });
  });
});

describe('neural metrics of a run', () => {
  const model = {} as NeuralModel;
  const neural = { value: 0.25 };

  /** A tier that scores as told, and says when it is closed. */
  function mockTier(isComplete: boolean) {
    const closed = vi.fn();
    const made = vi.fn();
    vi.doMock('../../src/lib/run/NeuralTier', () => ({
      NeuralTier: class {
        readonly versions = { lpips: '1+abc' };
        readonly used = [{ metric: 'lpips' }];
        readonly close = closed;
        readonly isComplete = () => isComplete;
        constructor(options: unknown) {
          made(options);
        }
        addScores(_: unknown, __: unknown, results: readonly CandidateScores[]) {
          return Promise.resolve(
            results.map((one) => ({ ...one, scores: { ...one.scores, lpips: neural } }))
          );
        }
      }
    }));
    return { closed, made };
  }

  const drop = () => readDrop([predictions('gpt_edit.jsonl', editRecord('e1')), ...images('e1')]);

  it('are added to those of the pool, and stand with their models in the run', async () => {
    const { closed, made } = mockTier(true);
    const { pool } = makePool();
    const { runs: finished } = await score(await drop(), pool, { models: [model] });
    expect(finished[0]!.metrics).toEqual({ bleu: '1', lpips: '1+abc' });
    expect(finished[0]!.models).toEqual([{ metric: 'lpips' }]);
    expect(finished[0]!.rows[0]!.scores).toEqual({ bleu: { value: 0.5 }, lpips: neural });
    expect(made).toHaveBeenCalledWith(expect.objectContaining({ models: [model], pool }));
    expect(closed).toHaveBeenCalledTimes(1);
    expect(await keys(databases.scores())).toHaveLength(1);
  });

  it('that have no value everywhere are not remembered', async () => {
    mockTier(false);
    const { runs: finished } = await score(await drop(), makePool().pool, { models: [model] });
    expect(finished[0]!.fingerprints).toEqual([]);
    expect(await keys(databases.scores())).toEqual([]);
  });

  it('are not even loaded where no model is chosen', async () => {
    const { made } = mockTier(true);
    await score(await drop(), makePool().pool);
    expect(made).not.toHaveBeenCalled();
  });

  it('change the key of the scores', async () => {
    await score(await drop(), makePool().pool);
    mockTier(true);
    const { pool, tasks } = makePool();
    await score(await drop(), pool, { models: [model] });
    expect(tasks).toHaveLength(1);
  });
});
