import type { ScoredSystem } from '../benchmark/boardRules';
import { describeError } from '../core/describeError';
import type { RunSummary } from '../core/run';
import { loadFile } from '../dataset/loadFile';

/** A row of the leaderboard that is not published. */
export interface BoardSystem {
  /** The run's id, or the file's name. */
  readonly key: string;
  readonly origin: 'own' | 'contributed';
  readonly scored: ScoredSystem;
}

/** By run and what changes it: scoring on, judging. Lives as long as the page's visit. */
const known = new Map<string, ScoredSystem>();

/** More files than this are no leaderboard that one page can show. */
const mostFiles = 200;

/** The systems that stand beside the published ones: runs of this browser, and rows that others contributed. */
export class BoardSystems {
  own = $state.raw<readonly BoardSystem[]>([]);
  contributed = $state.raw<readonly BoardSystem[]>([]);
  /** What is left out, and why: each a sentence. */
  failures = $state.raw<readonly string[]>([]);
  status = $state<'idle' | 'loading' | 'ready'>('idle');

  /** Works the means out one run after another, the page answering in between. */
  async loadOwn(runs: readonly RunSummary[]): Promise<void> {
    if (runs.length === 0) return;
    this.status = 'loading';
    const { OwnSystems } = await import('./OwnSystems');
    const systems = new OwnSystems();
    try {
      for (const run of runs) {
        // Renamed, judged or rated meanwhile, it is read anew.
        const key = JSON.stringify(run);
        const scored = known.get(key) ?? (await systems.read(run.id));
        if (scored === null) continue;
        known.set(key, scored);
        this.own = [...this.own, { key: run.id, origin: 'own', scored }];
      }
    } catch (error) {
      this.#fail(`Your runs could not all be read: ${describeError(error)}`);
    } finally {
      systems.close();
      this.status = 'ready';
    }
  }

  /** @param folder address of `static/leaderboard/`, with a slash at the end */
  async loadContributed(folder: string): Promise<void> {
    try {
      const index: unknown = JSON.parse(await (await loadFile(`${folder}index.json`, 'index.json')).text());
      if (!Array.isArray(index)) throw new Error('index.json is not a list');
      const names = index.filter((name) => typeof name === 'string').slice(0, mostFiles);
      for (const name of names) await this.#loadFile(folder, name);
    } catch (error) {
      const why = describeError(error);
      this.#fail(`The contributed rows could not be read: ${why}`);
    }
  }

  async #loadFile(folder: string, name: string): Promise<void> {
    try {
      const { parseLeaderboardFile } = await import('../report/leaderboard/parseLeaderboardFile');
      const file = await loadFile(folder + encodeURIComponent(name), name);
      const scored = parseLeaderboardFile(await file.text(), name);
      this.contributed = [...this.contributed, { key: name, origin: 'contributed', scored }];
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : `${name}: ${String(error)}`);
    }
  }

  #fail(what: string): void {
    this.failures = [...this.failures, what];
  }
}
