import { describeError } from '../core/describeError';
import { judgeParts, type JudgeView } from '../benchmark/judge';
import { applyJury } from '../judge/jury/applyJury';
import { collectJury, type Jury, type JuryMember } from '../judge/jury/collectJury';
import {
  JuryScores,
  type ExpertAgreement,
  type JuryPart,
  type PairAgreement
} from '../judge/jury/JuryScores';
import { expertMetricId, findExpertScale } from '../metrics/expert/meta';
import { listJurySubjects } from '../run/jurySubjects';
import type { Estimate } from '../stats/numerics/raterAgreement';
import { listAnswers } from '../store/judgeAnswers';
import { readRun, writeRun, type StoredRun } from '../store/runs';
import type { JudgeDesk } from './JudgeDesk.svelte';

/** One row of the table: a judge, two of them, all, or a judge and the experts; a cell a part. */
export type JuryRow =
  | {
      readonly kind: 'mean';
      readonly label: string;
      readonly cells: readonly { n: number; mean: number | null }[];
    }
  | { readonly kind: 'icc'; readonly label: string; readonly cells: readonly Estimate[] }
  | { readonly kind: 'pair'; readonly label: string; readonly cells: readonly PairAgreement[] }
  | { readonly kind: 'expert'; readonly label: string; readonly cells: readonly ExpertAgreement[] };

/** What several judges of this browser said of one run. */
export class JudgeJury {
  status = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  failure = $state('');
  run = $state.raw<StoredRun | null>(null);
  jury = $state.raw<Jury | null>(null);
  view = $state<JudgeView>('w-gt');
  chosenIds = $state.raw<readonly string[]>([]);
  /** Grows while intervals are computed. */
  rows = $state.raw<readonly JuryRow[]>([]);
  isComputing = $state(false);
  /** Rows whose answers cannot be told without the files. */
  unnamed = $state(0);
  /** What was done last, in words. */
  note = $state('');
  readonly #desk: JudgeDesk;
  #turn = 0;
  #openings = 0;

  readonly scores = $derived(this.jury && new JuryScores(this.jury, new Set(this.chosenIds)));
  readonly disagreements = $derived(this.scores?.disagreements() ?? []);
  /** Why there is no mean of the chosen; null when there can be one. */
  readonly obstacle = $derived.by(() => {
    const members = this.scores?.members ?? [];
    if (members.length < 2) return 'Choose at least two judges.';
    return new Set(members.map(({ scale }) => scale)).size > 1
      ? 'Judges of two scales are never mixed.'
      : null;
  });

  constructor(desk: JudgeDesk) {
    this.#desk = desk;
  }

  async open(run: StoredRun, view: JudgeView): Promise<void> {
    const opening = ++this.#openings;
    const isCurrent = (): boolean => this.#openings === opening;
    this.status = 'loading';
    this.note = '';
    this.view = view;
    this.rows = [];
    try {
      const isAtHand = !this.#desk.withoutFiles.includes(run);
      const answers = await listAnswers();
      const current = (await readRun(run.id)) ?? run;
      const { subjects, unnamed } = await listJurySubjects(
        current,
        answers,
        isAtHand ? this.#desk.files : null
      );
      if (!isCurrent()) return;
      this.run = current;
      this.unnamed = unnamed;
      this.jury = collectJury(subjects, answers, view);
      await this.choose(pickLargest(this.jury.members));
      if (isCurrent()) this.status = 'ready';
    } catch (error) {
      if (!isCurrent()) return;
      this.failure = describeError(error);
      this.status = 'failed';
    }
  }

  async choose(ids: readonly string[]): Promise<void> {
    this.chosenIds = ids;
    this.note = '';
    await this.#compute();
  }

  /** Puts the mean of the chosen judges into the run. */
  async apply(): Promise<void> {
    const { run, jury, scores } = this;
    if (!run || !jury || !scores || this.obstacle !== null) return;
    const judged = applyJury((await readRun(run.id)) ?? run, jury, scores.members);
    const refusal = await writeRun(judged);
    this.run = judged;
    this.#desk.replace(judged);
    this.note = refusal ?? `The mean of ${scores.members.length} judges is in the run, with their names.`;
  }

  /** Row by row: intervals take a while, and the page stays usable. */
  async #compute(): Promise<void> {
    const turn = ++this.#turn;
    this.isComputing = true;
    const rows: JuryRow[] = [];
    for (const row of this.#listRows()) {
      rows.push(row);
      this.rows = [...rows];
      await new Promise((resolve) => setTimeout(resolve));
      if (turn !== this.#turn) return;
    }
    this.rows = rows;
    this.isComputing = false;
  }

  *#listRows(): Generator<JuryRow> {
    const { scores } = this;
    if (!scores) return;
    const { members } = scores;
    for (const member of members) {
      const { shortLabel: label } = member;
      yield { kind: 'mean', label, cells: judgeParts.map((part) => scores.mean(member, part)) };
    }
    if (this.obstacle === null) {
      yield {
        kind: 'icc',
        label: `all ${members.length}`,
        cells: judgeParts.map((part) => scores.icc(part))
      };
      for (const [first, second] of listPairs(members)) {
        const cells = judgeParts.map((part) => scores.pair(first, second, part));
        yield { kind: 'pair', label: `${first.shortLabel} and ${second.shortLabel}`, cells };
      }
    }
    for (const member of members.filter(({ scale }) => scale === this.#expertScale)) {
      const cells = judgeParts.map((part) =>
        scores.againstExperts(member, part, (row, sought) => this.#findExpert(row, sought))
      );
      yield { kind: 'expert', label: member.shortLabel, cells };
    }
  }

  get #expertScale(): number | null {
    return this.run && findExpertScale(this.run.metrics);
  }

  #findExpert(row: number, part: JuryPart): number | null {
    return this.run?.rows[row]?.scores[expertMetricId(part ?? 'overall')]?.value ?? null;
  }
}

const listPairs = (members: readonly JuryMember[]): (readonly [JuryMember, JuryMember])[] =>
  members.flatMap((first, i) => members.slice(i + 1).map((second) => [first, second] as const));

/** All that have the scale of most answers. */
function pickLargest(members: readonly JuryMember[]): readonly string[] {
  const largest = members.toSorted((a, b) => b.n - a.n)[0];
  return members.filter(({ scale }) => scale === largest?.scale).map(({ id }) => id);
}
