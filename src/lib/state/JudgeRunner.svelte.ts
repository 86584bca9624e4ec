import type { JudgeControl } from '../benchmark/pairingSensitivity';
import { describeError } from '../core/describeError';
import type { JudgeOptions, JudgeOutcome, JudgeProgress, JudgeStep } from '../judge/JudgeOptions';
import type { JudgeQuestion } from '../judge/JudgeQuestion';
import { Pace } from '../judge/Pace';
import { leaveOutSamePictures } from '../run/probeQuestions';
import type { StoredRun } from '../store/runs';
import type { JudgeDesk, RunPart } from './JudgeDesk.svelte';
import type { JudgePurpose } from './judgeSettings';
import { askAlone } from '../store/askAlone';
import { listHandedOver } from '../store/judgeBatches';
import { JudgeNews } from './JudgeNews.svelte';
import { groupUnscored, type UnscoredGroup } from './groupUnscored';

/** How one question of a run ended. */
export interface JudgedAnswer {
  readonly system: string;
  readonly runId: string;
  /** The part that was replaced; null for the sample as it is. */
  readonly probe: JudgeControl | null;
  readonly outcome: JudgeOutcome;
}

/** Of all chosen runs together. */
export interface RunnerProgress extends JudgeProgress {
  /** The run that is being judged. */
  readonly system: string;
}

/** Other tabs hear of a run so often. */
const beatMs = 1_000;
/** Lists are handed on so often while answers come in. */
const flushMs = 150;

/** The live run of the Judge page. */
export class JudgeRunner {
  step = $state<'idle' | 'running' | 'paused' | 'stopping' | 'ended'>('idle');
  progress = $state.raw<RunnerProgress | null>(null);
  answers = $state.raw<readonly JudgedAnswer[]>([]);
  /** What the run under way, or the last one, is for. */
  purpose = $state<JudgePurpose>('scores');
  /** The systems of the chosen runs, in their order. */
  systems = $state.raw<readonly string[]>([]);
  /** Its highest score. */
  scale = $state<number>(10);
  /** Who was asked, as `JudgeDesk.judge` names it. */
  judge = $state('');
  /** What ended it before its end; empty when nothing did. */
  failure = $state('');
  /** The runs as they are stored at the end. */
  judged = $state.raw<readonly StoredRun[]>([]);
  readonly news = new JudgeNews();
  readonly #desk: JudgeDesk;
  /** By what `identify` says of them. */
  #list = new Map<string, JudgedAnswer>();
  /** The questions that are asked once more; null where all are asked for the first time. */
  #again: ReadonlySet<string> | null = null;
  #probes = new Map<JudgeQuestion, JudgeControl | null>();
  /** Planned questions that turned out not to be asked. */
  #dropped = 0;
  #pace = new Pace();
  #abort = new AbortController();
  #flush: ReturnType<typeof setTimeout> | undefined;

  readonly isBusy = $derived(this.step === 'running' || this.step === 'paused' || this.step === 'stopping');
  /** Questions without a verdict by cause, the most frequent first. */
  readonly unscored: readonly UnscoredGroup[] = $derived.by(() => groupUnscored(this.answers));

  constructor(desk: JudgeDesk) {
    this.#desk = desk;
  }

  async start(): Promise<void> {
    this.#list = new Map();
    await this.#run(null);
  }

  /** Asks once more where there is no verdict; what was scored is not touched, and nothing else is asked. */
  async askAgain(chosen: readonly JudgedAnswer[]): Promise<void> {
    await this.#run(new Set(chosen.map(identify)));
  }

  async #run(again: ReadonlySet<string> | null): Promise<void> {
    this.#reset();
    this.#again = again;
    const beat = setInterval(() => this.news.tell(this.progress), beatMs);
    try {
      await askAlone(() => this.#judgeAll());
    } catch (error) {
      if (!this.#abort.signal.aborted) this.failure = describeError(error);
    }
    clearInterval(beat);
    this.#publish();
    this.step = 'ended';
    this.news.tell(null);
  }

  pause(): void {
    this.#pace.pause();
    this.step = 'paused';
  }

  resume(): void {
    this.#pace.resume();
    this.step = 'running';
  }

  /** What is under way still comes in, because it is paid for. */
  stop(): void {
    this.step = 'stopping';
    this.#pace.resume();
    this.#pace.stop();
  }

  /** Ends everything at once, as leaving the page does. */
  close(): void {
    clearTimeout(this.#flush);
    this.news.tell(null);
    this.news.close();
    this.#abort.abort(new DOMException('the page was left', 'AbortError'));
  }

  async #judgeAll(): Promise<void> {
    const { parts } = this.#desk;
    let before: JudgeProgress | null = null;
    for (const part of parts) {
      before = await this.#judge(part, before, parts);
      if (this.#pace.isStopped) return;
    }
  }

  #reset(): void {
    const { purpose, scale } = this.#desk.settings;
    this.purpose = purpose;
    this.scale = scale;
    this.judge = this.#desk.judge;
    this.systems = this.#desk.chosen.map(({ system }) => system);
    this.#probes = new Map();
    this.#dropped = 0;
    this.step = 'running';
    this.failure = '';
    this.progress = null;
    this.judged = [];
    this.#pace = new Pace();
    this.#abort = new AbortController();
  }

  async #judge(
    part: RunPart,
    before: JudgeProgress | null,
    parts: readonly RunPart[]
  ): Promise<JudgeProgress | null> {
    const { run } = part;
    const total = this.#again?.size ?? parts.reduce((sum, { questions }) => sum + questions.length, 0);
    const steps = await this.#open(part, before?.spentUsd ?? 0);
    let sum = before;
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (step.done) {
        if (step.value) this.#keep(step.value);
        return sum;
      }
      const { outcome, progress } = step.value;
      sum = { ...addUp(before, progress), total: total - this.#dropped };
      if (outcome) this.#take(run, outcome);
      this.progress = { ...sum, system: run.system };
      this.#flush ??= setTimeout(() => this.#publish(), flushMs);
    }
  }

  /** Scores go into the run; what is asked of the judge itself does not. */
  async #open(
    { run, rows, questions }: RunPart,
    spentUsd: number
  ): Promise<AsyncGenerator<JudgeStep, StoredRun | undefined>> {
    const { settings, files } = this.#desk;
    const isWanted = (question: JudgeQuestion): boolean => this.#isWanted(run.id, question);
    const options = { ...(await this.#makeOptions(spentUsd)), ...(this.#again && { again: isWanted }) };
    // What asks is loaded when there is something to ask.
    if (this.purpose === 'scores') {
      const { judgeRun } = await import('../run/judgeRun');
      return judgeRun(run, { ...options, files, rows, views: settings.views, only: isWanted });
    }
    const [{ askJudge }, { judgeAnswers }] = await Promise.all([
      import('../judge/askJudge'),
      import('../store/judgeAnswers')
    ]);
    for (const question of questions) this.#probes.set(question, question.probe);
    const asked = await leaveOutSamePictures(questions);
    this.#dropped += this.#again ? 0 : questions.length - asked.length;
    const wanted = asked.filter(isWanted);
    return askJudge(wanted, { ...options, store: judgeAnswers }) as AsyncGenerator<JudgeStep, undefined>;
  }

  #isWanted(runId: string, question: JudgeQuestion): boolean {
    if (this.#again === null) return true;
    return this.#again.has(
      identify({ runId, probe: this.#probes.get(question) ?? null, outcome: { question } })
    );
  }

  #take({ id, system }: StoredRun, outcome: JudgeOutcome): void {
    const probe = this.#probes.get(outcome.question) ?? null;
    const answer = { system, runId: id, probe, outcome };
    this.#list.set(identify(answer), answer);
  }

  #keep(run: StoredRun): void {
    this.judged = [...this.judged, run];
    this.#desk.replace(run);
  }

  async #makeOptions(spentUsd: number): Promise<Omit<JudgeOptions, 'store'>> {
    const { connection, rules, price, capUsd, settings, images } = this.#desk;
    const { concurrency } = settings;
    return {
      endpoint: connection.endpoint,
      rules,
      price,
      capUsd: capUsd === null ? null : Math.max(0, capUsd - spentUsd),
      concurrency,
      handedOver: await listHandedOver(),
      pace: this.#pace,
      signal: this.#abort.signal,
      kernels: await images.loadKernels()
    };
  }

  #publish(): void {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    this.answers = [...this.#list.values()];
  }
}

/** Which question of which run an answer is of. */
function identify({ runId, probe, outcome: { question } }: Identified): string {
  const { subject, view, repeat, rival } = question;
  return JSON.stringify([runId, subject.sampleId, view, probe, repeat, rival?.swapped]);
}

type Identified = Pick<JudgedAnswer, 'runId' | 'probe'> & {
  readonly outcome: Pick<JudgeOutcome, 'question'>;
};

/** The runs before and the one under way. */
function addUp(before: JudgeProgress | null, now: JudgeProgress): JudgeProgress {
  if (!before) return now;
  const isPriced = before.spentUsd !== null && now.spentUsd !== null;
  return {
    ...now,
    done: before.done + now.done,
    scored: before.scored + now.scored,
    unscored: before.unscored + now.unscored,
    remembered: before.remembered + now.remembered,
    requests: before.requests + now.requests,
    spentUsd: isPriced ? before.spentUsd + now.spentUsd : null
  };
}
