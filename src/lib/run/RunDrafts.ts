import { protocols } from '../benchmark/protocols';
import type { Problem } from '../core/problem';
import type { RunCounts, RunFile, UsedModel } from '../core/run';
import type { ImportedValues, ScoreRow } from '../core/score';
import type { Drop, PredictionRow, SystemPredictions } from '../predictions/drop';
import { identifySource } from '../predictions/identifySource';
import { nameRow, writeRunImages, type RowImages, type RunImages } from '../store/runImages';
import { findUnfinishedRun, writeRun, type StoredRun, type StoredSummary } from '../store/runs';
import type { ScoreProgress } from './ScoreProgress';
import type { ScoredPrediction } from './scoreJob';

/** The protocol whose numbers these runs reproduce. */
const protocol = protocols['official-2026'].label;

interface Draft {
  readonly head: Pick<StoredSummary, 'id' | 'system' | 'createdAt' | 'source'>;
  readonly rows: (ScoreRow | undefined)[];
  /** By row. */
  readonly imported: readonly (ImportedValues | undefined)[];
  readonly fingerprints: string[];
  /** By `nameRow`. */
  readonly images: Record<string, RowImages>;
  readonly problems: Problem[];
  readonly files: readonly RunFile[];
  readonly missing: number | null;
}

interface About {
  readonly metrics: Readonly<Record<string, string>>;
  /** Asked each time a run is stored: what ran a model is known once it ran. */
  readonly listModels: () => readonly UsedModel[];
  readonly dataset: string;
  readonly datasetRevision: string | null;
}

/** The runs being made of a drop, one a system, row by row in the order of its files. */
export class RunDrafts {
  #about: About;
  #drafts: readonly Draft[];
  #done = 0;
  #remembered = 0;
  #notStored: string | null = null;
  #total: number;

  private constructor(about: About, drafts: readonly Draft[]) {
    this.#about = about;
    this.#drafts = drafts;
    this.#total = drafts.reduce((sum, draft) => sum + draft.rows.length, 0);
    this.#done = drafts.reduce((sum, draft) => sum + draft.rows.filter(Boolean).length, 0);
  }

  /** Starts a run for every system, or takes up the unfinished one that the same files began. */
  static async open(drop: Drop, about: About): Promise<RunDrafts> {
    const drafts: Draft[] = [];
    for (const system of drop.systems) drafts.push(await openDraft(system, drop));
    const run = new RunDrafts(about, drafts);
    await run.storeUnfinished();
    return run;
  }

  get progress(): ScoreProgress {
    return { done: this.#done, total: this.#total, remembered: this.#remembered, notStored: this.#notStored };
  }

  tellNotStored(reason: string): void {
    this.#notStored = reason;
  }

  fill(scored: readonly ScoredPrediction[]): void {
    for (const one of scored) {
      const draft = this.#drafts[one.planned.system]!;
      if (draft.rows[one.planned.row] === undefined) this.#done++;
      const row = toRow(one, draft.imported[one.planned.row]);
      draft.rows[one.planned.row] = row;
      draft.problems.push(...findProblems(row));
      if (one.images.reference || one.images.output) draft.images[nameRow(row)] = one.images;
      if (one.lasting) draft.fingerprints.push(one.fingerprint);
      if (one.remembered) this.#remembered++;
    }
  }

  async storeUnfinished(): Promise<void> {
    for (const draft of this.#drafts) {
      await writeRun(toRun(draft, this.#about, null));
      await writeRunImages(toRunImages(draft));
    }
  }

  async finish(): Promise<StoredRun[]> {
    const left = this.#total - this.#done;
    if (left !== 0) throw new Error(`${left} predictions have no verdict: a defect of this program`);
    const finishedAt = new Date().toISOString();
    const runs: StoredRun[] = [];
    // One after the other: each is copied by the browser, and the page must live between two of them.
    for (const draft of this.#drafts) {
      await writeRunImages(toRunImages(draft));
      runs.push(await storeFinished(toRun(draft, this.#about, finishedAt)));
    }
    return runs;
  }
}

/** A run that could not be stored says so among its problems. */
async function storeFinished(run: StoredRun): Promise<StoredRun> {
  const refusal = await writeRun(run);
  if (refusal === null) return run;
  const what = `this browser does not store the run (${refusal}); it is lost when you leave the page, so export it now`;
  const told = {
    ...run,
    problems: [{ code: 'not-stored', severity: 'warning' as const, where: {}, what }, ...run.problems]
  };
  await writeRun(told);
  return told;
}

async function openDraft(system: SystemPredictions, drop: Drop): Promise<Draft> {
  const source = await identifySource(system);
  const unfinished = await findUnfinishedRun(system.system, source);
  const head = unfinished ?? { id: crypto.randomUUID(), createdAt: new Date().toISOString() };
  const missing = drop.missing.get(system.system);
  return {
    head: { id: head.id, createdAt: head.createdAt, system: system.system, source },
    rows: system.rows.map((row) => (row.status === 'unscored' ? toUnscoredRow(row) : undefined)),
    imported: system.rows.map((row) => row.imported),
    fingerprints: [],
    images: {},
    files: system.files,
    problems: drop.problems.filter((problem) => concerns(problem, system)),
    missing: missing ? missing.length : null
  };
}

/** Problems of the system's own files, its evaluated ones among them, and those of no file in particular. */
function concerns({ where }: Problem, { files }: SystemPredictions): boolean {
  return where.file === undefined || files.some(({ path }) => path === where.file);
}

function toRun(draft: Draft, about: About, finishedAt: string | null): StoredRun {
  const { metrics, listModels, dataset, datasetRevision } = about;
  const models = listModels();
  const rows = draft.rows.filter((row) => row !== undefined);
  return {
    ...draft.head,
    finishedAt,
    protocol,
    dataset,
    ...(datasetRevision !== null && { datasetRevision }),
    counts: countRows(draft, rows),
    files: draft.files,
    metrics,
    ...(models.length > 0 && { models }),
    rows,
    problems: draft.problems,
    fingerprints: draft.fingerprints
  };
}

function toRunImages({ head, images }: Draft): RunImages {
  return { runId: head.id, scoredAt: head.createdAt, rows: images };
}

function countRows({ rows: { length: found }, missing }: Draft, rows: readonly ScoreRow[]): RunCounts {
  const unscored = rows.filter((row) => row.unscored !== null).length;
  return { found, scored: rows.length - unscored, unscored, missing };
}

/** What came to light while scoring; what went wrong while reading is among the drop's problems already. */
function findProblems({ file, line, sampleId, damage, unscored }: ScoreRow): Problem[] {
  const where = { file, line, sampleId };
  const problems: Problem[] = damage.map((what) => ({
    code: 'image-damaged',
    severity: 'warning',
    where,
    what
  }));
  if (unscored !== null) problems.push({ code: 'unscored', severity: 'error', where, what: unscored });
  return problems;
}

function toRow({ planned, result }: ScoredPrediction, imported: ImportedValues | undefined): ScoreRow {
  const { sample, file, line, record } = planned.prediction;
  return {
    sampleId: sample.sampleId,
    format: sample.format,
    task: sample.task,
    subtask: sample.subtask,
    modality: sample.modality,
    file,
    line,
    scores: result.scores,
    ...(imported && { imported }),
    ...(result.referenceSize && { referenceSize: result.referenceSize }),
    texts: result.texts,
    notes: result.notes,
    damage: result.damage,
    unscored: result.unscored,
    record
  };
}

function toUnscoredRow(row: Extract<PredictionRow, { status: 'unscored' }>): ScoreRow {
  return {
    sampleId: row.sampleId ?? '',
    format: row.format,
    task: row.task,
    subtask: null,
    modality: 'unknown',
    file: row.place.file ?? '',
    line: row.place.line ?? 0,
    scores: {},
    ...(row.imported && { imported: row.imported }),
    texts: null,
    notes: [],
    damage: [],
    unscored: row.reason,
    record: row.record
  };
}
