import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../src/lib/core/Admission';
import type { FileEntry } from '../../src/lib/dataset/FileTree';
import type { CandidateScores, Reply, ScoredTask, ScoringTask } from '../../src/lib/engine/api';
import { planJobs } from '../../src/lib/engine/plan';
import type { Pool } from '../../src/lib/engine/Pool';
import { metricById } from '../../src/lib/metrics/registry';
import { scoreJob } from '../../src/lib/run/scoreJob';
import { makeDrop, makeEntry, makePrediction } from '../engine/editPredictions';
import { sha256 } from '../images/codecFiles';
import { composeChunks, idat, iend, ihdr, makeRows } from '../images/makePng';

const images = ['reference.png', 'a.png', 'b.png'].map((path) => makeEntry(path));

const unscored: CandidateScores = {
  scores: {},
  texts: null,
  notes: [],
  damage: [],
  unscored: 'not an image'
};

/** The tasks that reach the worker, and the keys in the score cache, for systems a and b. */
async function run(metricIds: readonly string[], input: FileEntry) {
  const metas = metricIds.map((id) => metricById(id).meta);
  const tasks: ScoringTask[] = [];
  const pool = {
    score(task: ScoringTask) {
      tasks.push(task);
      return Promise.resolve({
        ok: true,
        value: { results: task.candidates.map(() => unscored), pictures: [] }
      });
    }
  } as unknown as Pool;
  const [job] = await planJobs(
    makeDrop([makePrediction('a'), makePrediction('b')], [...images, input]),
    metas
  );
  const scored = await scoreJob(job!, {
    metrics: Object.fromEntries(metas.map(({ id, version }) => [id, version])),
    pool,
    pixels: new Admission(64),
    recall: (fingerprints) => Promise.resolve(fingerprints.map(() => undefined)),
    signal: new AbortController().signal
  });
  return { tasks, fingerprints: scored.map(({ fingerprint }) => fingerprint) };
}

describe('the input image of a job', () => {
  it('is not read, sent or hashed for the default metrics', async () => {
    const input = makeEntry('input.png');
    const { tasks, fingerprints } = await run(['psnr', 'ssim'], input);
    expect(input.reads).toBe(0);
    for (const candidate of tasks[0]!.candidates) expect(candidate).not.toHaveProperty('input');
    expect((await run(['psnr', 'ssim'], makeEntry('input.png', 'other'))).fingerprints).toEqual(fingerprints);
    // As it was before there were metrics that need the input: what earlier runs scored is found again.
    const versions = { psnr: metricById('psnr').meta.version, ssim: metricById('ssim').meta.version };
    const files = ['a.png', 'reference.png'].map((path) => [path, sha256(Buffer.from(path))]);
    const key = JSON.stringify([versions, 'anatomical-annotation', files, null]);
    expect(fingerprints[0]).toBe(sha256(Buffer.from(key)));
  });

  it('is read once for all systems, and goes to the worker as one object', async () => {
    const input = makeEntry('input.png');
    const { tasks } = await run(['psnr', 'region-fidelity-psnr'], input);
    expect(input.reads).toBe(1);
    const [first, second] = tasks[0]!.candidates.map((candidate) => candidate.input?.image);
    expect(first?.path).toBe('input.png');
    expect(second).toBe(first);
  });

  it('is part of the key of scores that depend on it', async () => {
    const ids = ['psnr', 'region-fidelity-psnr'];
    const { fingerprints } = await run(ids, makeEntry('input.png'));
    const other = await run(ids, makeEntry('input.png', 'other'));
    const absent = await run(ids, makeEntry('elsewhere.jpg'));
    expect(new Set([...fingerprints, ...other.fingerprints, ...absent.fingerprints]).size).toBe(6);
  });

  it('that cannot be read costs only the metrics that need it', async () => {
    const gone = { ...makeEntry('input.png'), read: () => Promise.reject(new Error('the file is gone')) };
    const { tasks } = await run(['psnr', 'region-fidelity-psnr'], gone);
    expect(tasks[0]!.candidates.map(({ input }) => input)).toEqual(
      Array.from({ length: 2 }, () => ({ image: null, reason: 'the file is gone' }))
    );
  });
});

describe('a decoder that cannot be fetched', () => {
  it('costs the predictions that need it, with the reason, and is tried again', async () => {
    const metas = [metricById('psnr').meta];
    const webp = makeEntry('b.png', new Uint8Array(readFileSync('tests/golden/decode/webp_lossy.webp')));
    const entries = [makeEntry('reference.png'), makeEntry('a.png'), webp];
    const [job] = await planJobs(makeDrop([makePrediction('a'), makePrediction('b')], entries), metas);
    const sent: number[] = [];
    const pool = {
      provide: () => Promise.reject(new TypeError('Failed to fetch')),
      score(task: ScoringTask) {
        sent.push(task.candidates.length);
        return Promise.resolve({
          ok: true,
          value: { results: task.candidates.map(() => unscored), pictures: [] }
        });
      }
    } as unknown as Pool;
    const scored = await scoreJob(job!, {
      metrics: { psnr: '1' },
      pool,
      pixels: new Admission(64),
      recall: (fingerprints) => Promise.resolve(fingerprints.map(() => undefined)),
      signal: new AbortController().signal
    });
    expect(sent).toEqual([1]);
    const lost = scored.find(({ planned }) => planned.output?.path === 'b.png');
    expect(lost?.lasting).toBe(false);
    expect(lost?.result.unscored).toMatch(/^b\.png: the decoder for WEBP could not be loaded/);
  });
});

describe('a task', () => {
  const png = (width: number, height: number) =>
    new Uint8Array(
      Buffer.from(composeChunks([ihdr(width, height), idat(makeRows(height, 3 * width)), iend]))
    );

  /** Scores one editing sample of systems a and b; `reply` is what the worker says. */
  async function ask(
    entries: readonly FileEntry[],
    { known = [], reply, signal = new AbortController().signal }: AskFacts = {}
  ) {
    const calls: { task: ScoringTask; timeoutMs: number }[] = [];
    const weights: number[] = [];
    const pool = {
      score(task: ScoringTask, timeoutMs: number) {
        calls.push({ task, timeoutMs });
        const value = { results: task.candidates.map(() => unscored), pictures: [] };
        return Promise.resolve(reply?.(task) ?? { ok: true, value });
      }
    } as unknown as Pool;
    const pixels = new Admission(64);
    const run = pixels.run.bind(pixels);
    pixels.run = (weight, work) => (weights.push(weight), run(weight, work));
    const [job] = await planJobs(makeDrop([makePrediction('a'), makePrediction('b')], entries), []);
    const recall = (fingerprints: string[]) => Promise.resolve(fingerprints.map((_, i) => known[i]));
    const scored = await scoreJob(job!, { metrics: { psnr: '1' }, pool, pixels, recall, signal });
    return { scored, calls, weights };
  }

  interface AskFacts {
    readonly known?: readonly CandidateScores[];
    readonly reply?: (task: ScoringTask) => Reply<ScoredTask> | undefined;
    readonly signal?: AbortSignal;
  }

  const gone = (path: string): FileEntry => ({
    ...makeEntry(path),
    read: () => Promise.reject(new Error(`${path} is gone`))
  });

  it('has the files as they are, the metrics, and no text where the format has none', async () => {
    const { calls } = await ask(images);
    const file = (path: string) => ({ path, bytes: new TextEncoder().encode(path) });
    const candidate = { task: 'anatomical-annotation', text: null, choices: [] };
    expect(calls.map(({ task }) => task)).toEqual([
      {
        reference: file('reference.png'),
        candidates: ['a.png', 'b.png'].map((path) => ({ ...candidate, image: file(path) })),
        metricIds: ['psnr']
      }
    ]);
  });

  it('has 20 s, and a second for every million pixels, which are let in by their number', async () => {
    const entries = [
      makeEntry('reference.png', png(1000, 500)),
      makeEntry('a.png', png(500, 500)),
      makeEntry('b.png', png(500, 500))
    ];
    const { calls, weights } = await ask(entries);
    // The reference counts for each candidate that is compared with it.
    expect(weights).toEqual([1.5]);
    expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([21_500]);
    expect((await ask(images)).calls[0]!.timeoutMs).toBe(20_000);
  });

  it('is not asked for what is known', async () => {
    const first = { ...unscored, notes: ['known'] };
    const { scored, calls } = await ask(images, { known: [first] });
    expect(calls.map(({ task }) => task.candidates.map(({ image }) => image?.path))).toEqual([['b.png']]);
    expect(scored.map(({ remembered, result }) => [remembered, result.notes])).toEqual([
      [true, ['known']],
      [false, []]
    ]);
    expect((await ask(images, { known: [first, first] })).calls).toEqual([]);
  });

  it('leaves out what cannot be read, with the reason, which another try may not meet', async () => {
    const { scored, calls } = await ask([makeEntry('reference.png'), gone('a.png'), makeEntry('b.png')]);
    expect(calls[0]!.task.candidates.map(({ image }) => image?.path)).toEqual(['b.png']);
    expect(scored[0]).toMatchObject({
      planned: { output: { path: 'a.png' } },
      result: { scores: {}, texts: null, notes: [], damage: [], unscored: 'a.png is gone' },
      images: { reference: null, output: null },
      fingerprint: '',
      lasting: false,
      remembered: false
    });
    expect(scored[1]).toMatchObject({ lasting: true, remembered: false });
  });

  it('is none where the reference cannot be read: all that need it say so', async () => {
    const { scored, calls } = await ask([gone('reference.png'), makeEntry('a.png'), makeEntry('b.png')]);
    expect(calls).toEqual([]);
    expect(scored.map(({ planned, result }) => [planned.output?.path, result.unscored])).toEqual([
      ['a.png', 'reference.png is gone'],
      ['b.png', 'reference.png is gone']
    ]);
  });

  it('over which the worker dies is tried for each alone, and the guilty one has the worker’s words', async () => {
    const reply = ({ candidates }: ScoringTask): Reply<ScoredTask> | undefined =>
      candidates.some(({ image }) => image?.path === 'b.png')
        ? { ok: false, problem: { code: 'worker-died', severity: 'error', where: {}, what: 'out of memory' } }
        : undefined;
    const { scored, calls } = await ask(images, { reply });
    expect(calls.map(({ task }) => task.candidates.map(({ image }) => image?.path).join())).toEqual([
      'a.png,b.png',
      'a.png',
      'b.png',
      'b.png'
    ]);
    expect(scored.map(({ result, lasting }) => [result.unscored, lasting])).toEqual([
      ['not an image', true],
      ['out of memory', false]
    ]);
  });

  it('is not begun any more once the run is stopped', async () => {
    const stop = new AbortController();
    const reply = (): Reply<ScoredTask> => {
      stop.abort(new Error('stopped'));
      return { ok: false, problem: { code: 'worker-died', severity: 'error', where: {}, what: 'ended' } };
    };
    await expect(ask(images, { reply, signal: stop.signal })).rejects.toThrow('stopped');
    await expect(ask(images, { signal: stop.signal })).rejects.toThrow('stopped');
  });

  it('is none where no decoder can be fetched for the reference', async () => {
    const webp = new Uint8Array(readFileSync('tests/golden/decode/webp_lossy.webp'));
    const { scored, calls } = await ask([
      makeEntry('reference.png', webp),
      makeEntry('a.png'),
      makeEntry('b.png')
    ]);
    expect(calls).toEqual([]);
    for (const { result } of scored)
      expect(result.unscored).toMatch(/^reference\.png: the decoder for WEBP could not be loaded/);
  });
});
