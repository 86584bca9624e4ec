import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileTree } from '../../src/lib/dataset/FileTree';
import type { CandidateScores } from '../../src/lib/engine/api';
import type { NeuralModel } from '../../src/lib/models/NeuralModel';
import type { Drop } from '../../src/lib/predictions/drop';
import { dropFile } from '../dataset/dropFiles';
import { editRecord, images, predictions, vqaRecord } from '../predictions/records';
import { closeBrowser, refuseStorage } from '../store/ownBrowser';
import { countTasks, makePool, manyQuestions, openPage } from './scoringPage';

let page: Awaited<ReturnType<typeof openPage>>;

beforeEach(async () => {
  page = await openPage();
});

afterEach(() => {
  vi.doUnmock('../../src/lib/run/NeuralTier');
  vi.restoreAllMocks();
});

afterAll(closeBrowser);

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
    const drop = await page.readDrop([
      predictions('gpt_edit.jsonl', ...records),
      ...images(...ids),
      ...ids.map((id) => dropFile(`images/gt-${id}.png`, id))
    ]);
    const { before, most } = countTasks(expected);
    await page.score(heavy(drop, sizeBytes), makePool({ size: 4, before }).pool);
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
    const { reports, runs: made } = await page.score(
      await page.readDrop([manyQuestions(2)]),
      makePool().pool
    );
    expect(reports.map(({ notStored }) => notStored)).toEqual([null, 'QuotaExceededError']);
    expect(made[0]!.counts.scored).toBe(2);
    expect((await page.runs.readRun(made[0]!.id))!.rows).toHaveLength(2);
  });

  it('to keep runs has them until the page is left, and the run says so first', async () => {
    refuseStorage('run-contents', full);
    const drop = await page.readDrop([
      dropFile('gpt_vqa.jsonl', `${JSON.stringify(vqaRecord('v1'))}\nnot JSON\n`)
    ]);
    const { runs: made } = await page.score(drop, makePool().pool);
    const [problem, ...others] = made[0]!.problems;
    expect(problem).toMatchObject({ code: 'not-stored', severity: 'warning', where: {} });
    expect(problem!.what).toMatch(
      /^this browser does not store the run \(.*\); it is lost when you leave the page, so export it now$/
    );
    expect(others.map(({ severity }) => severity)).toContain('error');
    expect(await page.runs.readRun(made[0]!.id)).toMatchObject({ problems: made[0]!.problems });
    expect(await page.runs.findRuns()).toMatchObject({ unstoredIds: new Set([made[0]!.id]) });
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

  const drop = () => page.readDrop([predictions('gpt_edit.jsonl', editRecord('e1')), ...images('e1')]);

  it('are added to those of the pool, and stand with their models in the run', async () => {
    const { closed, made } = mockTier(true);
    const { pool } = makePool();
    const { runs: finished } = await page.score(await drop(), pool, { models: [model] });
    expect(finished[0]!.metrics).toEqual({ bleu: '1', lpips: '1+abc' });
    expect(finished[0]!.models).toEqual([{ metric: 'lpips' }]);
    expect(finished[0]!.rows[0]!.scores).toEqual({ bleu: { value: 0.5 }, lpips: neural });
    expect(made).toHaveBeenCalledWith(expect.objectContaining({ models: [model], pool }));
    expect(closed).toHaveBeenCalledTimes(1);
    expect(await page.listScores()).toHaveLength(1);
  });

  it('that have no value everywhere are not remembered', async () => {
    mockTier(false);
    const { runs: finished } = await page.score(await drop(), makePool().pool, { models: [model] });
    expect(finished[0]!.fingerprints).toEqual([]);
    expect(await page.listScores()).toEqual([]);
  });

  it('are not even loaded where no model is chosen', async () => {
    const { made } = mockTier(true);
    await page.score(await drop(), makePool().pool);
    expect(made).not.toHaveBeenCalled();
  });

  it('change the key of the scores', async () => {
    await page.score(await drop(), makePool().pool);
    mockTier(true);
    const { pool, tasks } = makePool();
    await page.score(await drop(), pool, { models: [model] });
    expect(tasks).toHaveLength(1);
  });
});
