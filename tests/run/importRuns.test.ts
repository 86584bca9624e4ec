import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { packRuns } from '../../src/lib/report/runArchive';
import { toResultsJson } from '../../src/lib/report/resultsJson';
import type { StoredRun } from '../../src/lib/store/runs';
import { identifySource } from '../../src/lib/predictions/identifySource';
import { dropFile } from '../dataset/dropFiles';
import { predictions, vqaRecord } from '../predictions/records';
import { readDrop } from '../predictions/readDrop';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { closeBrowser, openBrowser, refuseStorage } from '../store/ownBrowser';

let imports: typeof import('../../src/lib/run/importRuns');
let runs: typeof import('../../src/lib/store/runs');

beforeEach(async () => {
  openBrowser();
  imports = await import('../../src/lib/run/importRuns');
  runs = await import('../../src/lib/store/runs');
});

afterEach(() => vi.restoreAllMocks());
afterAll(closeBrowser);

const records: readonly JsonObject[] = ['v1', 'v2'].map((id) => vqaRecord(id) as JsonObject);
const rows = records.map((record, i) =>
  makeRow({
    sampleId: `v${i + 1}`,
    format: 'vqa',
    task: 'question-answering',
    file: 'gpt_vqa.jsonl',
    line: i + 1,
    scores: { bleu: { value: i / 4 } },
    record
  })
);

const stored = (facts: Partial<StoredRun> = {}): StoredRun => ({
  ...makeRun(rows, { metrics: { bleu: '1' } }),
  source: 'abc',
  fingerprints: [],
  ...facts
});

async function archive(...kept: StoredRun[]): Promise<DroppedFile> {
  const find = (id: string) => Promise.resolve(kept.find((run) => run.id === id) ?? null);
  const { name, blob } = await packRuns(
    kept.map(({ id }) => id),
    find,
    () => undefined
  );
  return dropFile(name, blob);
}

describe('a Results JSON', () => {
  it('becomes a finished run of today, with an id of its own', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-28T12:00:00Z'), toFake: ['Date'] });
    const run = stored();
    const { text } = toResultsJson(run);
    const result = await imports.importRuns([dropFile('gpt_results.json', text), dropFile('notes.txt', 'x')]);
    vi.useRealTimers();
    expect(result.presentCount).toBe(0);
    expect(result.problems).toMatchObject([{ code: 'import-other', where: { file: 'notes.txt' } }]);
    expect(result.runs).toEqual([{ id: result.runs[0]!.id, system: 'gpt', counts: run.counts }]);
    const kept = (await runs.readRun(result.runs[0]!.id))!;
    expect(kept.id).not.toBe(run.id);
    expect(kept).toMatchObject({
      createdAt: '2026-11-28T12:00:00.000Z',
      finishedAt: '2026-11-28T12:00:00.000Z',
      fingerprints: []
    });
    expect(toResultsJson(kept).text).toBe(text);
  });

  it('is known by the predictions that it was scored from, so that the same files match it', async () => {
    const drop = await readDrop([predictions('gpt_vqa.jsonl', ...records)]);
    const { run } = await imports.keepRun(stored());
    expect(run.source).toBe(await identifySource(drop.systems[0]!));
    const half = await imports.keepRun(stored({ rows: [rows[0]!, { ...rows[1]!, record: null }] }));
    expect(half.run.source).toMatch(/^[0-9a-f]{64}$/);
    const bare = await imports.keepRun(stored({ rows: rows.map((row) => ({ ...row, record: null })) }));
    expect(bare.run.source).toBe('');
  });

  it('that the browser does not store is there until the page is left, with a warning', async () => {
    refuseStorage('run-contents', new DOMException('no room', 'QuotaExceededError'));
    const { runs: found, problems } = await imports.importRuns([
      dropFile('gpt_results.json', toResultsJson(stored()).text)
    ]);
    expect(problems).toMatchObject([{ code: 'not-stored', severity: 'warning', where: {} }]);
    expect(problems[0]!.what).toMatch(
      /^this browser does not store the run of gpt \(.+\); it is lost when you leave the page$/
    );
    expect(await runs.readRun(found[0]!.id)).toMatchObject({ system: 'gpt' });
  });
});

describe('an archive of runs', () => {
  it('brings them back as they were, and tells how far it is', async () => {
    const kept = [
      stored({ id: 'a', scoredAs: 'gpt-4' }),
      stored({ id: 'b', system: 'qwen', finishedAt: null })
    ];
    const steps: [number, number][] = [];
    const result = await imports.importRuns([await archive(...kept)], (done, total) =>
      steps.push([done, total])
    );
    expect(result).toEqual({
      runs: kept.map(({ id, system, counts }) => ({ id, system, counts })),
      presentCount: 0,
      problems: []
    });
    for (const run of kept) expect(await runs.readRun(run.id)).toMatchObject({ ...run });
    expect('scoredAs' in (await runs.readRun('b'))!).toBe(false);
    expect(steps).toEqual([
      [0, 3],
      [1, 3],
      [2, 3]
    ]);
  });

  it('adds nothing that is here already, and puts another run of the same id beside it', async () => {
    const run = stored({ id: 'a' });
    await imports.importRuns([await archive(run)]);
    expect(await imports.importRuns([await archive(run)])).toEqual({
      runs: [],
      presentCount: 1,
      problems: []
    });
    const other = stored({
      id: 'a',
      rows: rows.slice(1),
      counts: { found: 1, scored: 1, unscored: 0, missing: null }
    });
    const again = await imports.importRuns([await archive(other)]);
    expect([again.runs.length, again.presentCount]).toEqual([1, 0]);
    expect(again.runs[0]!.id).not.toBe('a');
    expect((await runs.readRun('a'))!.rows).toHaveLength(2);
    expect((await runs.readRun(again.runs[0]!.id))!.rows).toHaveLength(1);
  });

  it('whose runs are not stored says so of each', async () => {
    refuseStorage('run-contents', new DOMException('no room', 'QuotaExceededError'));
    const { problems, runs: found } = await imports.importRuns([
      await archive(stored({ id: 'a' }), stored({ id: 'b' }))
    ]);
    expect(problems.map(({ code }) => code)).toEqual(['not-stored', 'not-stored']);
    expect(found).toHaveLength(2);
  });
});
