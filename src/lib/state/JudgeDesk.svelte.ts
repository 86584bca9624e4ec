import { describeError } from '../core/describeError';
import type { RunSummary } from '../core/run';
import { defaultTemplate } from '../judge/defaultTemplate';
import type { JudgeRules } from '../judge/JudgeQuestion';
import { isLeftOut } from '../judge/leaveOut';
import { listPictures } from '../judge/listPictures';
import { planJudge, type JudgePlan } from '../judge/planJudge';
import { canCap, type Price } from '../judge/prices';
import { hashTemplate, type PromptTemplate } from '../judge/PromptTemplate';
import { sampleRows } from '../judge/sampleRows';
import type { Drop } from '../predictions/drop';
import { identifySource } from '../predictions/identifySource';
import { listPairQuestions } from '../run/pairQuestions';
import { listRowQuestions } from '../run/rowQuestions';
import { listControls, listPlain, listRepeats, type ProbePlan } from '../run/probeQuestions';
import { findRuns, readRun, type StoredRun, type StoredSummary } from '../store/runs';
import { JudgeConnection } from './JudgeConnection.svelte';
import { JudgeImages } from './JudgeImages';
import { JudgePrices } from './JudgePrices.svelte';
import { findSettingsFault, readSettings, writeSettings, type JudgeSettings } from './judgeSettings';

/** What of one run is to be judged. */
export interface RunPart extends ProbePlan {
  readonly run: StoredRun;
  /** Indices of the rows that are drawn. */
  readonly rows: readonly number[];
  /** Rows that nothing is sent of. */
  readonly leftOut: number;
}

/** The plan follows what is measured so often. */
const showEveryMs = 300;

/** The form of the Judge page: whom to ask, what, by which rules, and what that comes to. */
export class JudgeDesk {
  status = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state('');
  runs = $state.raw<readonly RunSummary[]>([]);
  chosenIds = $state.raw<readonly string[]>([]);
  settings = $state.raw<JudgeSettings>(readSettings());
  readonly connection: JudgeConnection;
  readonly images = new JudgeImages();
  promptHash = $state('');
  #opened = $state.raw<ReadonlyMap<string, StoredRun>>(new Map());
  #drop = $state.raw<Drop | null>(null);
  #sources = $state.raw<ReadonlySet<string>>(new Set());
  /** Counts up as sizes of pictures become known. */
  #measured = $state(0);
  #measuring: readonly RunPart[] | null = null;

  readonly template: PromptTemplate = $derived(fillTemplate(this.settings));
  readonly rules: JudgeRules = $derived({
    template: this.template,
    scale: this.settings.scale,
    imageLimitPx: this.settings.imageLimitPx,
    maxOutputTokens: this.settings.maxOutputTokens,
    effort: this.settings.effort,
    imageDetail: this.settings.imageDetail
  });
  readonly prices = new JudgePrices();
  /** Null where none is known. */
  readonly price: Price | null = $derived.by(() => this.prices.find(this.connection.endpoint));
  /** Null where none is kept: at no price it could not be. */
  readonly capUsd: number | null = $derived(canCap(this.price) ? this.settings.capUsd : null);
  /** Names the judge: scores of two of them never stand in one column. */
  readonly judge = $derived.by(() => {
    const { provider, baseUrl, model } = this.connection.endpoint;
    const { scale, imageLimitPx, effort, imageDetail } = this.rules;
    return JSON.stringify([
      provider,
      baseUrl,
      model,
      this.promptHash,
      scale,
      imageLimitPx,
      effort,
      imageDetail
    ]);
  });
  readonly chosen: readonly StoredRun[] = $derived(
    this.chosenIds.flatMap((id) => this.#opened.get(id) ?? [])
  );
  /** Chosen runs whose files are not those of this visit, so that their images cannot be sent. */
  readonly withoutFiles: readonly StoredRun[] = $derived(
    this.chosen.filter(({ source }) => !this.#sources.has(source))
  );
  readonly parts: readonly RunPart[] = $derived(this.#listParts());
  readonly planned = $derived(this.#plan());
  /** What stands in the way of starting, in a sentence; null when nothing does. */
  readonly obstacle = $derived.by(() => {
    if (this.chosenIds.length === 0) return 'Choose a run';
    if (this.settings.purpose === 'pairs' && this.chosenIds.length !== 2) return 'Choose exactly two runs';
    if (this.withoutFiles.length > 0) return 'The images of the chosen runs are not at hand';
    const fault = findSettingsFault(this.settings) ?? this.connection.lack;
    if (fault !== null) return fault;
    if (this.planned.failure !== null) return this.planned.failure;
    if (this.planned.plan?.requests === 0) return 'There is nothing to ask';
    return null;
  });

  constructor() {
    this.connection = new JudgeConnection(this.settings);
    void this.#hash();
  }

  /** @param ids of the runs that the address names */
  async load(ids: readonly string[]): Promise<void> {
    try {
      const { runs, failure } = await findRuns();
      if (failure !== null && runs.length === 0) throw new Error(failure);
      this.runs = runs.filter(isJudgeable);
      const known = ids.filter((id) => this.runs.some((run) => run.id === id));
      await this.choose(known.length > 0 || this.runs.length !== 1 ? known : [this.runs[0]!.id]);
      this.status = 'ready';
    } catch (error) {
      this.failure = describeError(error);
      this.status = 'failed';
    }
  }

  async choose(ids: readonly string[]): Promise<void> {
    this.chosenIds = ids;
    const missing = ids.filter((id) => !this.#opened.has(id));
    const read = await Promise.all(missing.map(readRun));
    this.#opened = new Map([
      ...this.#opened,
      ...read.flatMap((run) => (run ? [[run.id, run] as const] : []))
    ]);
  }

  /** A run as it is stored now. */
  replace(run: StoredRun): void {
    this.#opened = new Map([...this.#opened, [run.id, run]]);
  }

  /** @param drop the files of this visit; null when there are none */
  async useFiles(drop: Drop | null): Promise<void> {
    this.#drop = drop;
    const sources = new Set(drop ? await Promise.all(drop.systems.map(identifySource)) : []);
    if (this.#drop === drop) this.#sources = sources;
  }

  /** Reads the sizes of the chosen pictures, so that the estimate is theirs. */
  async measure(): Promise<void> {
    const { parts } = this;
    if (this.#measuring === parts || this.withoutFiles.length > 0) return;
    this.#measuring = parts;
    let shownMs = performance.now();
    for (const { subject, view, rival } of parts.flatMap((part) => part.questions)) {
      const listed = listPictures(subject, view, rival?.subject);
      for (const { image } of listed.ok ? listed.pictures : []) await image.measure?.();
      if (this.#measuring !== parts) return;
      if (performance.now() - shownMs < showEveryMs) continue;
      this.#measured++;
      shownMs = performance.now();
    }
    this.#measured++;
  }

  get files() {
    return this.images.filesOf(this.#drop);
  }

  change(change: Partial<JudgeSettings>): void {
    this.settings = { ...this.settings, ...change };
    this.#remember();
    void this.#hash();
  }

  /** Stores what the form holds for a reload of this tab. */
  rememberConnection(): void {
    this.#remember();
  }

  close(): void {
    this.#measuring = null;
    this.connection.close();
    this.images.close();
  }

  #remember(): void {
    const { provider, baseUrl, model, query } = this.connection;
    writeSettings({ ...this.settings, provider, baseUrl, model, query });
  }

  async #hash(): Promise<void> {
    const { template } = this;
    const hash = await hashTemplate(template);
    if (this.template === template) this.promptHash = hash;
  }

  #listParts(): RunPart[] {
    const { perTask, seed, leaveMarked, leaveParts, purpose } = this.settings;
    const rule = { marked: leaveMarked, parts: leaveParts };
    // A comparison is asked on the first run's side.
    const asked = purpose === 'pairs' ? this.chosen.slice(0, 1) : this.chosen;
    return asked.map((run) => {
      const all = run.rows.map((_, index) => index);
      const drawn = perTask === null ? all : sampleRows(run.rows, perTask, seed);
      const rows = drawn.filter((index) => !isLeftOut(run.rows[index]!, rule));
      return { run, rows, leftOut: drawn.length - rows.length, ...this.#listQuestions(run, rows) };
    });
  }

  #listQuestions(run: StoredRun, rows: readonly number[]): ProbePlan {
    const { purpose, views, repeats, seed } = this.settings;
    const { files } = this;
    // The manuscript's controls are without ground truth: the judge has the pairing alone to go by.
    if (purpose === 'controls')
      return listControls(listRowQuestions(run, { rows, views: ['wo-gt'], files }), seed);
    const other = this.chosen[1];
    if (purpose === 'pairs') {
      const questions = other ? listPairQuestions(run, other, { rows, views, files }) : [];
      return { questions, impossible: new Map() };
    }
    const base = listRowQuestions(run, { rows, views, files });
    return purpose === 'repeats' ? listRepeats(base, repeats) : listPlain(base);
  }

  #plan(): { readonly plan: JudgePlan | null; readonly failure: string | null } {
    const { endpoint, origin } = this.connection;
    void this.#measured;
    if (origin === null || findSettingsFault(this.settings) !== null) return { plan: null, failure: null };
    try {
      const questions = this.parts.flatMap((part) => part.questions);
      const plan = planJudge(questions, endpoint, this.rules, this.price);
      const impossible = new Map(plan.impossible);
      for (const [reason, count] of this.parts.flatMap((part) => [...part.impossible])) {
        impossible.set(reason, (impossible.get(reason) ?? 0) + count);
      }
      // A sample with a part replaced is no other sample.
      const asked = questions.filter(
        ({ subject, view, rival }) => listPictures(subject, view, rival?.subject).ok
      );
      const samples = new Set(asked.map(({ correct }) => correct)).size;
      return { plan: { ...plan, samples, impossible }, failure: null };
    } catch (error) {
      return { plan: null, failure: describeError(error) };
    }
  }
}

const isJudgeable = ({ counts }: StoredSummary): boolean => counts.found > 0;

/** A template that was edited is another one, whatever it is called. */
function fillTemplate({ system, user }: JudgeSettings): PromptTemplate {
  if (system === null && user === null) return defaultTemplate;
  return {
    ...defaultTemplate,
    name: 'edited',
    version: `of ${defaultTemplate.name} ${defaultTemplate.version}`,
    system: system ?? defaultTemplate.system,
    user: user ?? defaultTemplate.user
  };
}
