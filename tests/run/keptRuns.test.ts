import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import type { CandidateScores } from '../../src/lib/engine/api';
import { dropFile } from '../dataset/dropFiles';
import { editRecord, images, predictions, sampleOf, vqaRecord } from '../predictions/records';
import { closeBrowser } from '../store/ownBrowser';
import { countTasks, makePool, manyQuestions, openPage, scored } from './scoringPage';

let page: Awaited<ReturnType<typeof openPage>>;

beforeEach(async () => {
  page = await openPage();
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(closeBrowser);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('what is scored', () => {
  it('is stored before it is reported, 64 samples at a time while they come fast', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const { reports } = await page.score(await page.readDrop([manyQuestions(130)]), makePool().pool);
    expect(reports.map(({ done }) => done)).toEqual([0, 64, 128, 130]);
    expect(reports.map(({ stored }) => stored)).toEqual([0, 64, 128, 130]);
  });

  it('is reported after a quarter of a second where it comes slowly', async () => {
    let nowMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const drop = await page.readDrop([manyQuestions(6)]);
    const slow = makePool({ before: () => void (nowMs = 250) });
    const { reports } = await page.score(drop, slow.pool);
    expect(reports.map(({ done }) => done)).toEqual([0, 1, 6]);
    const fast = await page.score(
      await page.readDrop([manyQuestions(7)]),
      makePool({ before: () => void (nowMs = 499) }).pool
    );
    expect(fast.reports.map(({ done }) => done)).toEqual([0, 7]);
  });

  it('keeps every worker busy with one task and one in waiting', async () => {
    const { before, most } = countTasks(6);
    await page.score(await page.readDrop([manyQuestions(20)]), makePool({ size: 3, before }).pool);
    expect(most()).toBe(6);
  });

  it('goes with the run when the run is deleted', async () => {
    const { runs: made } = await page.score(await page.readDrop([manyQuestions(3)]), makePool().pool);
    expect(await page.listScores()).toHaveLength(3);
    expect(made[0]!.fingerprints.toSorted()).toEqual((await page.listScores()).toSorted());
    await page.runs.deleteRun(made[0]!.id);
    expect(await page.listScores()).toEqual([]);
  });
});

describe('a run', () => {
  it('says what it was made of and by what, and counts what it has', async () => {
    const drop = await page.readDrop([
      predictions('data/vqa.jsonl', ...['v1', 'v2', 'v3'].map((id) => sampleOf(vqaRecord(id)))),
      predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2', { response: undefined }))
    ]);
    const { runs: made } = await page.score(drop, makePool().pool);
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
    const drop = await page.readDrop([
      dropFile('gpt_vqa.jsonl', `not JSON\n${JSON.stringify(vqaRecord('v1'))}\n`)
    ]);
    const { runs: made, reports } = await page.score(drop, makePool().pool);
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
    const drop = await page.readDrop([
      predictions('gpt_edit.jsonl', editRecord('e1'), editRecord('e2'), editRecord('e3')),
      ...images('e1', 'e2', 'e3')
    ]);
    const resultOf = (path: string): CandidateScores => {
      if (path.endsWith('e1.png'))
        return { ...scored, damage: ['e1.png: wrong checksum'], referenceSize: { width: 8, height: 9 } };
      return path.endsWith('e2.png') ? { ...scored, scores: {}, unscored: 'not an image' } : scored;
    };
    const { runs: made } = await page.score(drop, makePool({ resultOf }).pool);
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
    const drop = await page.readDrop(files);
    const expected: string[] = [];
    const source = { revision: 'abc', expect: (paths: Iterable<string>) => expected.push(...paths) };
    const { runs: made } = await page.score(
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
  const drop = () => page.readDrop([predictions('gpt_edit.jsonl', editRecord('e1')), ...images('e1')]);
  const output = { path: 'output_image/gpt/e1.png', sizeBytes: 6, sha256: sha256('e1.png') };
  const reference = { path: 'images/gt.png', sizeBytes: 6, sha256: sha256('gt.png') };

  it('are known by path, size and hash', async () => {
    const { runs: made } = await page.score(await drop(), makePool().pool);
    const { id, createdAt } = made[0]!;
    expect(await page.readRunImages(id)).toEqual({
      runId: id,
      scoredAt: createdAt,
      rows: { 'gpt_edit.jsonl:1': { reference, output } }
    });
  });

  it('have small pictures, made while they are scored', async () => {
    const { pool, tasks } = makePool();
    await page.score(await drop(), pool);
    expect(tasks[0]!.wantedPictures).toEqual([reference.path, output.path]);
    expect([...(await page.pictures.storedPictures.measure())]).toEqual(
      [
        [output.sha256, 1],
        [reference.sha256, 1]
      ].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    );
  });

  it('get them later where the scores are known already, and never twice', async () => {
    await page.pictures.switchPictures(false);
    const first = makePool();
    await page.score(await drop(), first.pool);
    expect(first.tasks[0]).not.toHaveProperty('wantedPictures');
    await page.pictures.switchPictures(true);
    const second = makePool();
    const { reports } = await page.score(await drop(), second.pool);
    expect(second.tasks).toHaveLength(1);
    expect(second.tasks[0]).toMatchObject({ metricIds: [], wantedPictures: [reference.path, output.path] });
    expect(reports.at(-1)!.remembered).toBe(1);
    expect((await page.pictures.storedPictures.list()).toSorted()).toEqual(
      [output.sha256, reference.sha256].toSorted()
    );
    const third = makePool();
    await page.score(await drop(), third.pool);
    expect(third.tasks).toEqual([]);
  });
});
