import { IDBFactory } from 'fake-indexeddb';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CandidateScores, Reply, ScoredTask, ScoringTask } from '../../src/lib/engine/api';
import type { Pool } from '../../src/lib/engine/Pool';
import type { ScoreProgress } from '../../src/lib/run/ScoreProgress';
import type { StoredRun } from '../../src/lib/store/runs';
import { predictions, vqaRecord } from '../predictions/records';

let readDrop: typeof import('../predictions/readDrop').readDrop;
let scoreRun: typeof import('../../src/lib/run/scoreRun').scoreRun;
let runs: typeof import('../../src/lib/store/runs');

/** A browser of its own for every test: its database, and modules that know no other. */
async function openBrowser(): Promise<void> {
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: new IDBFactory() });
  vi.resetModules();
  ({ scoreRun } = await import('../../src/lib/run/scoreRun'));
  ({ readDrop } = await import('../predictions/readDrop'));
  runs = await import('../../src/lib/store/runs');
}

beforeEach(async () => {
  // What is stored when goes by the clock, too: on a busy machine, a row earlier.
  vi.useFakeTimers({ toFake: ['performance'] });
  await openBrowser();
});
afterEach(() => void vi.useRealTimers());
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'indexedDB');
  vi.resetModules();
});

const scoreOf = (response: string): CandidateScores => ({
  scores: { bleu: { value: response.length / 100 } },
  texts: { response, answer: 'A nodule.', parsed: null },
  notes: [],
  damage: [],
  unscored: null
});

const crash: Reply<ScoredTask> = {
  ok: false,
  problem: { code: 'worker-crash', severity: 'error', where: {}, what: 'the worker died' }
};

/** Scores in this thread; `before` may fail a task, or throw as a pool does that has no workers left. */
function makePool(before: (responses: readonly string[]) => Reply<ScoredTask> | null = () => null) {
  const asked: string[] = [];
  const pool = {
    size: 1,
    score({ candidates }: ScoringTask) {
      const responses = candidates.map(({ text }) => text!.response);
      asked.push(...responses);
      const value = { results: responses.map(scoreOf), pictures: [] };
      return Promise.resolve().then(() => before(responses) ?? { ok: true, value });
    }
  } as unknown as Pool;
  return { pool, asked };
}

const ids = Array.from({ length: 6 }, (_, i) => `v${i}`);
const answerOf = (id: string) => `answer ${id}`;

const dropped = (system = 'gpt') =>
  readDrop([
    predictions(`${system}_vqa.jsonl`, ...ids.map((id) => vqaRecord(id, { response: answerOf(id) })))
  ]);

interface Outcome {
  readonly runs: readonly StoredRun[] | null;
  readonly error: unknown;
  readonly reports: readonly ScoreProgress[];
}

async function score(pool: Pool, stop = new AbortController(), system = 'gpt'): Promise<Outcome> {
  const options = { metricIds: ['bleu'], models: [], dataset: 'test', pool, signal: stop.signal };
  const steps = scoreRun(await dropped(system), options);
  const reports: ScoreProgress[] = [];
  try {
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (step.done) return { runs: step.value, error: null, reports };
      reports.push(step.value);
    }
  } catch (error) {
    return { runs: null, error, reports };
  }
}

const readOnly = async (): Promise<StoredRun> => {
  const [summary] = await runs.listRuns();
  return (await runs.readRun(summary!.id))!;
};

describe('the main path', () => {
  it('ends with a stored run that has a row for every prediction, in the order of the file', async () => {
    const { pool } = makePool();
    const { runs: made, reports } = await score(pool);
    const stored = await readOnly();
    expect(stored).toMatchObject({ ...made![0] });
    expect(stored.finishedAt).not.toBeNull();
    expect(stored.rows.map(({ sampleId, scores }) => [sampleId, scores])).toEqual(
      ids.map((id) => [id, scoreOf(answerOf(id)).scores])
    );
    expect(reports.at(-1)).toMatchObject({ done: 6, total: 6, remembered: 0, notStored: null });
  });

  it('keeps what was finished when it is stopped, and goes on there with the same files', async () => {
    const stop = new AbortController();
    const first = makePool(([response]) => {
      if (response === answerOf('v3')) stop.abort(new Error('stopped'));
      return null;
    });
    const { error } = await score(first.pool, stop);
    expect(error).toEqual(new Error('stopped'));
    const half = await readOnly();
    expect(half.finishedAt).toBeNull();
    const kept = half.rows.map(({ sampleId }) => sampleId);
    expect(kept).toEqual(ids.slice(0, kept.length));
    expect(kept.length).toBeGreaterThanOrEqual(2);

    const second = makePool();
    const { runs: made, reports } = await score(second.pool);
    expect(second.asked).toEqual(ids.slice(kept.length).map(answerOf));
    expect(reports.at(-1)).toMatchObject({ done: 6, remembered: kept.length });
    expect(made![0]!.id).toBe(half.id);
    expect(made![0]!.rows.map(({ sampleId }) => sampleId)).toEqual(ids);
  });

  it('keeps what was finished when no worker is left', async () => {
    const broken = new Error('no worker starts');
    const { pool } = makePool(([response]) => {
      if (response === answerOf('v4')) throw broken;
      return null;
    });
    expect((await score(pool)).error).toBe(broken);
    const half = await readOnly();
    expect(half.finishedAt).toBeNull();
    expect(half.rows.length).toBeGreaterThanOrEqual(2);
  });

  it('leaves the one unscored over which workers die, with the reason, after two tries alone', async () => {
    const { pool, asked } = makePool(([response]) => (response === answerOf('v1') ? crash : null));
    const { runs: made } = await score(pool);
    expect(asked.filter((response) => response === answerOf('v1'))).toHaveLength(3);
    const rows = made![0]!.rows.map(({ sampleId, unscored }) => [sampleId, unscored]);
    expect(rows).toEqual(ids.map((id) => [id, id === 'v1' ? 'the worker died' : null]));
  });

  it('scores what a worker lost by chance', async () => {
    let deaths = 2;
    const { pool } = makePool(([response]) => (response === answerOf('v1') && deaths-- > 0 ? crash : null));
    const { runs: made } = await score(pool);
    expect(made![0]!.rows.map(({ unscored }) => unscored)).toEqual(ids.map(() => null));
  });

  it('asks nothing again whose scores are stored, but an unscored row each time', async () => {
    const dying = makePool(([response]) => (response === answerOf('v1') ? crash : null));
    await score(dying.pool);
    const { pool, asked } = makePool();
    const { runs: made } = await score(pool);
    expect(asked).toEqual([answerOf('v1')]);
    expect(made![0]!.rows.every(({ unscored }) => unscored === null)).toBe(true);
  });
});
