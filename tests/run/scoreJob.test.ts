import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../src/lib/core/Admission';
import type { FileEntry } from '../../src/lib/dataset/FileTree';
import type { CandidateScores, ScoringTask } from '../../src/lib/engine/api';
import { planJobs } from '../../src/lib/engine/plan';
import type { Pool } from '../../src/lib/engine/Pool';
import { metricById } from '../../src/lib/metrics/registry';
import { scoreJob } from '../../src/lib/run/scoreJob';
import { makeDrop, makeEntry, makePrediction } from '../engine/editPredictions';
import { sha256 } from '../images/codecFiles';

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
