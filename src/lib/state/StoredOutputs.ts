import type { RunSummary } from '../core/run';
import type { ScoreRow } from '../core/score';
import type { Drop } from '../predictions/drop';
import { identifySource } from '../predictions/identifySource';
import { listRuns, readRun, type StoredSummary } from '../store/runs';

/** What another run of this browser has for a sample. */
export interface StoredOutput {
  readonly run: RunSummary;
  readonly row: ScoreRow;
  /** Whether its prediction files are among those of this visit: others may have files of the same names. */
  readonly hasFiles: boolean;
}

interface IndexedRun {
  readonly summary: StoredSummary;
  readonly rows: ReadonlyMap<string, ScoreRow>;
}

/** The newest runs are searched; each of them is read whole, once. */
const mostRuns = 12;

/** Finds the outputs that other runs have for the sample on show. */
export class StoredOutputs {
  #runs: Promise<readonly IndexedRun[]> | null = null;
  readonly #shownId: string;

  /** @param shownId of the run that is on show and needs no finding */
  constructor(shownId: string) {
    this.#shownId = shownId;
  }

  /** Newest run first, one a system and set of prediction files. */
  async find(sampleId: string, drop: Drop | null): Promise<readonly StoredOutput[]> {
    this.#runs ??= this.#readRuns();
    const [runs, dropped] = await Promise.all([this.#runs, listSources(drop)]);
    return runs.flatMap(({ summary, rows }) => {
      const row = rows.get(sampleId);
      return row ? [{ run: summary, row, hasFiles: dropped.has(summary.source) }] : [];
    });
  }

  async #readRuns(): Promise<readonly IndexedRun[]> {
    const all = await listRuns();
    const identify = ({ system, source }: StoredSummary): string => JSON.stringify([system, source]);
    const shown = all.find(({ id }) => id === this.#shownId);
    const taken = new Set(shown && [identify(shown)]);
    const others = all.filter((summary) => {
      const isNew = summary.id !== this.#shownId && !taken.has(identify(summary));
      taken.add(identify(summary));
      return isNew;
    });
    const indexed: IndexedRun[] = [];
    // One after the other: each is as large as its dataset.
    for (const summary of others.slice(0, mostRuns)) {
      const run = await readRun(summary.id);
      indexed.push({ summary, rows: new Map(run?.rows.map((row) => [row.sampleId, trim(row)])) });
    }
    return indexed;
  }
}

/** Without what the shown run has too: instruction, choices, answer. */
function trim(row: ScoreRow): ScoreRow {
  if (row.record === null) return row;
  const { response = '', output_image: image = null } = row.record;
  return { ...row, record: { response, output_image: image } };
}

async function listSources(drop: Drop | null): Promise<ReadonlySet<string>> {
  if (drop === null) return new Set();
  const known = sourcesByDrop.get(drop) ?? Promise.all(drop.systems.map(identifySource));
  sourcesByDrop.set(drop, known);
  return new Set(await known);
}

const sourcesByDrop = new WeakMap<Drop, Promise<readonly string[]>>();
