import { judgeDimensions, type JudgeDimension } from '../../src/lib/benchmark/importedKeys';
import type { AnswerStore, StoredAnswer } from '../../src/lib/judge/AnswerStore';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import { askJudge } from '../../src/lib/judge/askJudge';
import { defaultTemplate } from '../../src/lib/judge/defaultTemplate';
import type { JudgeOptions, JudgeOutcome, JudgeProgress } from '../../src/lib/judge/JudgeOptions';
import type { JudgeQuestion, JudgeSubject, SubjectImage } from '../../src/lib/judge/JudgeQuestion';
import type { Price } from '../../src/lib/judge/prices';
import { Pace } from '../../src/lib/judge/Pace';
import type { DimensionScore, Verdict } from '../../src/lib/judge/Verdict';
import { defaultRules } from '../../src/lib/judge/JudgeQuestion';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';

/** Dollars that are easy to reckon with. */
export const testPrice: Price = {
  provider: 'openai',
  model: 'gpt-test',
  inputUsdPerMillion: 2,
  outputUsdPerMillion: 10,
  date: '2026-01-01'
};

export const canaryKey = 'sk-canary-7f3a9d1e5b2c4860';

/** An image of one colour. */
export function makeImage(path: string, grey = 90, size = 8): SubjectImage {
  return {
    path,
    hash: () => Promise.resolve(`hash of ${path} ${grey}`),
    decode: () =>
      Promise.resolve({ width: size, height: size, rgb: new Uint8Array(3 * size * size).fill(grey) })
  };
}

/** A VQA sample; its instruction carries the marker that the simulator reads. */
export function makeSubject(number: number, facts: Partial<JudgeSubject> = {}): JudgeSubject {
  return {
    sampleId: `id-${number}`,
    format: 'vqa',
    task: 'question-answering',
    modality: 'CT',
    instruction: `sample-${number}: what is seen?`,
    choices: [],
    answer: 'a cyst',
    response: 'a cyst',
    inputs: [makeImage('input.png')],
    reference: null,
    output: null,
    ...facts
  };
}

export function makeQuestions(count: number): JudgeQuestion[] {
  return Array.from({ length: count }, (_, i) => ({
    subject: makeSubject(i + 1),
    view: 'w-gt',
    repeat: 0
  }));
}

/** A verdict with these scores; dimensions that are not named have 5. */
export function makeVerdict(overall: number, scores: Partial<Record<JudgeDimension, number>> = {}): Verdict {
  const parts = judgeDimensions.map(
    (name) => [name, { score: scores[name] ?? 5, explanation: name }] as const
  );
  return {
    ...(Object.fromEntries(parts) as Record<JudgeDimension, DimensionScore>),
    overall_score: overall,
    final_thoughts: 'thoughts'
  };
}

/** A store in memory that remembers what it was told. */
export class MemoryStore implements AnswerStore {
  readonly answers = new Map<string, StoredAnswer>();

  read(keys: readonly string[]): Promise<readonly (readonly StoredAnswer[])[]> {
    return Promise.resolve(
      keys.map((key) =>
        Array.from({ length: 16 }, (_, attempt) => attempt).flatMap(
          (attempt) => structuredClone(this.answers.get(`${key}:${attempt}`)) ?? []
        )
      )
    );
  }

  write(answer: StoredAnswer): Promise<void> {
    this.answers.set(`${answer.key}:${answer.attempt}`, structuredClone(answer));
    return Promise.resolve();
  }
}

/** Numbers from 0 to 1 that are the same in every run. */
export function makeRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function makeOptions(baseUrl: string, facts: Partial<JudgeOptions> = {}): JudgeOptions {
  return {
    endpoint: { provider: 'openai', baseUrl, model: 'gpt-test', key: new ApiKey(canaryKey) },
    rules: { ...defaultRules, template: defaultTemplate },
    store: new MemoryStore(),
    pace: new Pace(),
    price: null,
    capUsd: null,
    concurrency: 6,
    signal: new AbortController().signal,
    kernels: referenceKernels,
    random: makeRandom(),
    ...facts
  };
}

export async function collect(
  questions: readonly JudgeQuestion[],
  options: JudgeOptions
): Promise<{ outcomes: JudgeOutcome[]; progress: JudgeProgress }> {
  const outcomes: JudgeOutcome[] = [];
  let progress: JudgeProgress | null = null;
  for await (const step of askJudge(questions, options)) {
    if (step.outcome) outcomes.push(step.outcome);
    progress = step.progress;
  }
  if (!progress) throw new Error('no step');
  return { outcomes, progress };
}
