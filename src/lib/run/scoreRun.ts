import { Admission } from '../core/Admission';
import { mapConcurrently } from '../core/mapConcurrently';
import { Pacer } from '../dataset/Pacer';
import { planJobs, type Job } from '../engine/plan';
import type { NeuralModel } from '../models/NeuralModel';
import type { Pool } from '../engine/Pool';
import { metricById } from '../metrics/registry';
import type { Drop } from '../predictions/drop';
import type { PictureShelf } from '../store/PictureShelf';
import { openPictureShelf } from '../store/runPictures';
import { readScores, writeScores } from '../store/scoreCache';
import type { StoredRun } from '../store/runs';
import type { NeuralTier } from './NeuralTier';
import { RunDrafts } from './RunDrafts';
import { scoreJob, type JobTools, type ScoredPrediction } from './scoreJob';
import type { ScoreProgress } from './ScoreProgress';

export interface ScoreRunOptions {
  readonly metricIds: readonly string[];
  /** One neural metric each. */
  readonly models: readonly NeuralModel[];
  /** Where the samples come from, in words. */
  readonly dataset: string;
  readonly pool: Pool;
  readonly signal: AbortSignal;
}

/**
 * A pair of photographs of 25 megapixels takes as much memory as fifty of the benchmark's: by number alone, four workers
 * would hold gigabytes. Small images never come near these.
 */
const maxMegapixelsAtOnce = 64;
const maxBytesAtOnce = 2 ** 27;

/** The files of a job as they lie in the drop. */
function weigh({ reference, predictions }: Job): number {
  const entries = [reference, ...predictions.flatMap(({ output, input }) => [output, input?.entry])];
  return entries.reduce((sum, entry) => sum + (entry?.sizeBytes ?? 0), 0);
}

/** Finished samples wait at most so long, or so many, before they are stored. */
const flushAfterMs = 250;
const flushAfterCount = 64;

/**
 * THE MAIN PATH, second half: predictions → scores → stored runs, one a system. The first half is `readFiles`.
 *
 * Plans which predictions share a reference, takes what an interrupted run already scored from the store, scores the
 * rest in the pool's workers, stores each batch before it reports it (so that nothing reported is ever scored again),
 * and ends with one stored run a system. Every prediction found has a row at the end: scored, or unscored with a reason.
 *
 * @throws PoolBrokenError when no worker starts; the signal's reason when it is aborted. Both leave an unfinished run
 * that the same files continue.
 */
export async function* scoreRun(
  drop: Drop,
  { metricIds, models, dataset, pool, signal }: ScoreRunOptions
): AsyncGenerator<ScoreProgress, readonly StoredRun[]> {
  const metas = metricIds.map((id) => metricById(id).meta);
  const metrics = Object.fromEntries(metas.map(({ id, version }) => [id, version]));
  const neural = await startNeural({ models, pool, signal });
  const pictures = await openPictureShelf();
  const drafts = await RunDrafts.open(drop, {
    metrics: { ...metrics, ...neural?.versions },
    listModels: () => neural?.used ?? [],
    dataset,
    datasetRevision: drop.source?.revision ?? null
  });
  const jobs = await planJobs(drop, metas, new Pacer(signal));
  drop.source?.expect?.(listDatasetImages(jobs));
  const batch = new Batch(drafts, pictures);
  const files = new Admission(maxBytesAtOnce);
  const tools: JobTools = {
    metrics,
    pool,
    pixels: new Admission(maxMegapixelsAtOnce),
    recall: readScores,
    signal,
    ...(neural && { neural }),
    ...(pictures && { pictures })
  };
  const work = (job: Job): Promise<ScoredPrediction[]> => files.run(weigh(job), () => scoreJob(job, tools));
  try {
    yield drafts.progress;
    for await (const scored of mapConcurrently(jobs, pool.size * 2, work)) {
      signal.throwIfAborted();
      batch.add(scored);
      if (batch.isDue) {
        await batch.flush();
        yield drafts.progress;
      }
    }
    await batch.flush();
    yield drafts.progress;
  } catch (error) {
    // What is finished stays finished, whatever stopped the run.
    await batch.flush();
    await drafts.storeUnfinished();
    throw error;
  } finally {
    neural?.close();
  }
  return drafts.finish();
}

/** What the jobs will read, those of the dataset among it. */
function* listDatasetImages(jobs: readonly Job[]): Generator<string> {
  for (const { reference, predictions } of jobs) {
    if (reference) yield reference.path;
    for (const { input } of predictions) if (input?.entry) yield input.entry.path;
  }
}

/** Null where no model is chosen; most visits never load this part. */
async function startNeural(
  options: Pick<ScoreRunOptions, 'models' | 'pool' | 'signal'>
): Promise<NeuralTier | null> {
  if (options.models.length === 0) return null;
  const { NeuralTier } = await import('./NeuralTier');
  return new NeuralTier(options);
}

/** Scored predictions on their way to the store. */
class Batch {
  #drafts: RunDrafts;
  #pictures: PictureShelf | null;
  #waiting: ScoredPrediction[] = [];
  #since = performance.now();

  constructor(drafts: RunDrafts, pictures: PictureShelf | null) {
    this.#drafts = drafts;
    this.#pictures = pictures;
  }

  get isDue(): boolean {
    return this.#waiting.length >= flushAfterCount || performance.now() - this.#since >= flushAfterMs;
  }

  add(scored: readonly ScoredPrediction[]): void {
    this.#waiting = this.#waiting.concat(scored);
  }

  async flush(): Promise<void> {
    const scored = this.#waiting;
    this.#waiting = [];
    this.#since = performance.now();
    const fresh = scored.filter((one) => one.lasting && !one.remembered);
    this.#drafts.fill(scored);
    // A browser that stores nothing still scores; the progress says that it cannot be continued later.
    await writeScores(fresh.map((one) => [one.fingerprint, one.result])).catch((error: unknown) =>
      this.#drafts.tellNotStored(error instanceof Error ? error.name : String(error))
    );
    // Without pictures the run is whole all the same.
    await this.#pictures?.flush().catch(() => undefined);
  }
}
