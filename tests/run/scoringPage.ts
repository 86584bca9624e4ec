import { keys } from 'idb-keyval';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import type { CandidateScores, Reply, ScoredTask, ScoringTask } from '../../src/lib/engine/api';
import type { FileToRead } from '../../src/lib/engine/filesApi';
import type { Pool } from '../../src/lib/engine/Pool';
import { readTogether } from '../../src/lib/engine/readTogether';
import { reply } from '../../src/lib/engine/reply';
import type { Drop } from '../../src/lib/predictions/drop';
import type { ScoreProgress } from '../../src/lib/run/ScoreProgress';
import type { ScoreRunOptions } from '../../src/lib/run/scoreRun';
import { predictions, vqaRecord } from '../predictions/records';
import { openBrowser } from '../store/ownBrowser';

/** Opens a browser of its own and loads its modules. */
export async function openPage() {
  openBrowser();
  const [{ scoreRun }, { readDrop }, runs, { scores }, { readRunImages }, pictures] = await Promise.all([
    import('../../src/lib/run/scoreRun'),
    import('../predictions/readDrop'),
    import('../../src/lib/store/runs'),
    import('../../src/lib/store/databases'),
    import('../../src/lib/store/runImages'),
    import('../../src/lib/store/runPictures')
  ]);
  const listScores = () => keys<string>(scores()).catch((): string[] => []);

  /** Scores a drop to its end. `stored` is how many scores the browser keeps at a report. */
  async function score(drop: Drop, pool: Pool, facts: Partial<ScoreRunOptions> = {}) {
    const { signal } = new AbortController();
    const steps = scoreRun(drop, {
      metricIds: ['bleu'],
      models: [],
      dataset: 'test',
      pool,
      signal,
      ...facts
    });
    const reports: (ScoreProgress & { readonly stored: number })[] = [];
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (step.done) return { runs: step.value, reports };
      reports.push({ ...step.value, stored: (await listScores()).length });
    }
  }

  return { readDrop, score, runs, listScores, readRunImages, pictures };
}

export const scored: CandidateScores = {
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
export function makePool({ size = 1, before, resultOf = () => scored }: PoolFacts = {}) {
  const tasks: ScoringTask[] = [];
  const pool = {
    size,
    read: (files: readonly FileToRead[]) => reply(() => readTogether(files)),
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

/** Holds tasks until so many are under way at once, and a while longer for those that should not come. */
export function countTasks(expected: number) {
  let [running, most] = [0, 0];
  const { promise: reached, resolve } = Promise.withResolvers<undefined>();
  const before = async (): Promise<void> => {
    most = Math.max(most, ++running);
    if (running === expected) setTimeout(() => resolve(undefined), 50);
    await reached;
    running--;
  };
  return { before, most: () => most };
}

export const manyQuestions = (count: number): DroppedFile =>
  predictions(
    'gpt_vqa.jsonl',
    ...Array.from({ length: count }, (_, i) => vqaRecord(`v${i}`, { response: `r${i}` }))
  );
