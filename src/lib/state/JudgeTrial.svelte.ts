import { describeError } from '../core/describeError';
import type { JudgeOutcome } from '../judge/JudgeOptions';
import type { ChatRequest, SentImage } from '../judge/providers/Provider';
import { Pace } from '../judge/Pace';
import type { RowQuestion } from '../run/rowQuestions';
import type { JudgeDesk } from './JudgeDesk.svelte';
import { askAlone } from '../store/askAlone';

/** One question as it would be sent, and how it ended once it was. */
export interface TrialItem {
  readonly system: string;
  readonly question: RowQuestion;
  readonly systemText: string;
  readonly userText: string;
  readonly images: readonly SentImage[];
  /** Why it cannot be sent; null when it can. */
  readonly failure: string | null;
  readonly outcome: JudgeOutcome | null;
}

const trialSize = 3;

/** The dry run: three samples with all that is sent of them, before anything is; and their answers, if wished. */
export class JudgeTrial {
  step = $state<'none' | 'preparing' | 'shown' | 'asking' | 'asked'>('none');
  items = $state.raw<readonly TrialItem[]>([]);
  failure = $state('');
  readonly #desk: JudgeDesk;
  #abort = new AbortController();

  constructor(desk: JudgeDesk) {
    this.#desk = desk;
  }

  /** Sends nothing. */
  async prepare(): Promise<void> {
    this.step = 'preparing';
    this.failure = '';
    const items: TrialItem[] = [];
    try {
      const { parts, rules, images } = this.#desk;
      const [{ composeRequest }, kernels] = await Promise.all([
        import('../judge/composeRequest'),
        images.loadKernels()
      ]);
      for (const { system, question } of pickThree(parts)) {
        items.push(await compose(system, question, () => composeRequest(question, rules, kernels)));
      }
      this.step = 'shown';
    } catch (error) {
      this.failure = describeError(error);
      this.step = 'none';
    }
    this.items = items;
  }

  /** Asks what is shown. The answers are stored: the run does not pay for them again. */
  async ask(): Promise<void> {
    this.step = 'asking';
    this.failure = '';
    const { signal } = (this.#abort = new AbortController());
    try {
      await askAlone(() => this.#askAll(signal));
    } catch (error) {
      if (!signal.aborted) this.failure = describeError(error);
    }
    this.step = 'asked';
  }

  async #askAll(signal: AbortSignal): Promise<void> {
    const { connection, rules, price, capUsd, images } = this.#desk;
    const asked = this.items.filter(({ failure }) => failure === null).map(({ question }) => question);
    const [{ askJudge }, { judgeAnswers }] = await Promise.all([
      import('../judge/askJudge'),
      import('../store/judgeAnswers')
    ]);
    const steps = askJudge(asked, {
      endpoint: connection.endpoint,
      rules,
      price,
      capUsd,
      concurrency: trialSize,
      store: judgeAnswers,
      pace: new Pace(),
      signal,
      kernels: await images.loadKernels()
    });
    for await (const { outcome } of steps) if (outcome) this.#take(outcome);
  }

  /** What was shown is not what would be sent any more. */
  clear(): void {
    this.close();
    this.step = 'none';
    this.items = [];
    this.failure = '';
  }

  close(): void {
    this.#abort.abort(new DOMException('the page was left', 'AbortError'));
  }

  #take(outcome: JudgeOutcome): void {
    this.items = this.items.map((item) => (item.question === outcome.question ? { ...item, outcome } : item));
  }
}

async function compose(
  system: string,
  question: RowQuestion,
  make: () => Promise<ChatRequest>
): Promise<TrialItem> {
  const empty = { system, question, systemText: '', userText: '', images: [], outcome: null };
  try {
    const request = await make();
    const parts = request.turns[0]?.parts ?? [];
    return {
      ...empty,
      systemText: request.system,
      userText: parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n'),
      images: parts.flatMap((part) => (part.kind === 'image' ? [part.image] : [])),
      failure: null
    };
  } catch (error) {
    return { ...empty, failure: describeError(error) };
  }
}

/** From the first, the middle and the last third, so that formats and views differ. */
function pickThree(parts: JudgeDesk['parts']): { system: string; question: RowQuestion }[] {
  const all = parts.flatMap(({ run, questions }) =>
    questions.map((question) => ({ system: run.system, question }))
  );
  const at = [0, Math.floor(all.length / 2), all.length - 1];
  return [...new Set(at)].flatMap((index) => all[index] ?? []);
}
