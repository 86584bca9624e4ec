import { describe, expect, it } from 'vitest';
import type { Run, UsedJudge } from '../../src/lib/core/run';
import { addProvenance } from '../../src/lib/judge/addProvenance';
import type { AskedQuestion, StoredAnswer } from '../../src/lib/judge/AnswerStore';
import type { RowOutcomes } from '../../src/lib/judge/applyVerdicts';
import { causes } from '../../src/lib/judge/Cause';
import type { AnswerFacts } from '../../src/lib/judge/JudgeOptions';
import type { PairVerdict } from '../../src/lib/judge/pair/parsePairVerdict';
import { summarisePairs, type PairAnswer } from '../../src/lib/judge/pair/summarisePairs';
import { sumSpending } from '../../src/lib/judge/sumSpending';
import { summariseControls, summariseRepeats, type ProbeAnswer } from '../../src/lib/judge/summariseProbes';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { makeVerdict } from './judgeTools';

describe('what a judge prefers', () => {
  /** Samples by what is chosen as they are shown, and in the other order. */
  const answer = (pairs: readonly (readonly [string | null, string | null])[]): PairAnswer[] =>
    pairs.flatMap((winners, i) =>
      winners.map((winner, order): PairAnswer => ({
        sampleId: `s${String(i).padStart(2, '0')}`,
        view: 'w-gt',
        swapped: order === 1,
        choice: winner === null ? null : { winner: winner as PairVerdict['winner'], explanation: '' }
      }))
    );

  it('counts what both orders say together, a tie and a change as half', () => {
    const summary = summarisePairs(
      answer([
        ['A', 'B'],
        ['A', 'B'],
        ['B', 'A'],
        ['tie', 'tie'],
        ['A', 'A'],
        ['B', 'B'],
        ['A', 'tie'],
        ['tie', 'A'],
        ['tie', 'B'],
        ['A', null]
      ]),
      'w-gt'
    );
    // Of nine: 2 wins, 1 loss, a tie, 5 that the order decides; 1 + 1 + 0 + ½ + ½ + ½ + ¾ + ¼ + ¾ of 9.
    expect(summary).toMatchObject({ n: 9, first: 2, second: 1, ties: 1, byPosition: 5, winRate: 5.25 / 9 });
    // Of 13 answers that decide, 7 named the first shown.
    expect(summary.firstShown).toBe(7 / 13);
    expect(summary.winInterval.low).toBeNull();
    expect(summary.hasBias).toBe(false);
  });

  it('looks at one view alone, and tells nothing of nothing', () => {
    const answers = answer([['A', 'B']]);
    expect(summarisePairs(answers, 'wo-gt')).toMatchObject({ n: 0, winRate: null, firstShown: null });
    expect(summarisePairs([...answers, { ...answers[0]!, view: 'wo-gt' }], 'w-gt').n).toBe(1);
  });

  it('is the same in any order of the answers, with intervals over samples', () => {
    const answers = answer(
      Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? ['B', 'A'] : i % 5 === 0 ? ['A', 'A'] : ['A', 'B']))
    );
    const summary = summarisePairs(answers, 'w-gt');
    expect(summarisePairs(answers.toReversed(), 'w-gt')).toEqual(summary);
    const { winRate, winInterval } = summary;
    expect(winInterval.low).toBeLessThan(winRate!);
    expect(winInterval.high).toBeGreaterThan(winRate!);
    expect(winInterval.high! - winInterval.low!).toBeLessThan(0.4);
  });

  it.each<[string, readonly [string, string], number, boolean]>([
    ['the first shown', ['A', 'A'], 1, true],
    ['the last shown', ['B', 'B'], 0, true],
    ['the better one', ['A', 'B'], 0.5, false]
  ])('leans to %s', (_, winners, firstShown, hasBias) => {
    const summary = summarisePairs(answer(Array.from({ length: 12 }, () => winners)), 'w-gt');
    expect(summary).toMatchObject({ firstShown, hasBias });
    expect(summary.firstShownInterval).toEqual({ low: firstShown, high: firstShown });
  });
});

describe('what answers say of a judge', () => {
  const judge: UsedJudge = {
    view: 'w-gt',
    provider: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    model: 'gpt-test',
    promptHash: 'ab'.repeat(32),
    prompt: 'official 1',
    scale: 10,
    imageLimitPx: 512,
    judgedAt: '2026-01-01T00:00:00Z'
  };
  const facts = (own: Partial<AnswerFacts> = {}): AnswerFacts => ({
    model: 'gpt-test-1',
    sent: { temperature: 0, structure: 'schema', effort: null, imageDetail: 'low' },
    maxOutputTokens: 4096,
    receivedAt: '2026-01-02T00:00:00Z',
    costUsd: 0.5,
    ...own
  });
  type Outcome = RowOutcomes extends ReadonlyMap<number, infer One> ? One : never;
  const outcome = (own: AnswerFacts | null, more: Partial<Outcome> = {}): Outcome => ({
    verdict: null,
    reason: null,
    key: 'key',
    lasting: true,
    remembered: false,
    facts: own,
    ...more
  });
  const of = (...outcomes: Outcome[]): RowOutcomes => new Map(outcomes.map((one, i) => [i, one]));
  const run = (facts: Partial<Run> = {}): Run => makeRun([makeRow({ sampleId: 'a' })], facts);
  const answered = {
    models: ['gpt-test-0'],
    temperatures: [null],
    structures: ['json'],
    efforts: ['low'],
    imageDetails: [null],
    maxOutputTokens: [1024],
    firstAt: '2025-12-31T00:00:00Z',
    lastAt: '2026-01-01T00:00:00Z',
    costUsd: 1
  };

  it('is every setting once, the first and last time, and the sum', () => {
    const outcomes = of(
      outcome(facts()),
      outcome(facts({ receivedAt: '2026-01-01T12:00:00Z', model: 'gpt-test-2', maxOutputTokens: 8192 })),
      outcome(
        facts({
          receivedAt: '2026-01-03T00:00:00Z',
          sent: { temperature: null, structure: 'none', effort: 'high' },
          costUsd: null
        })
      ),
      outcome(facts({ model: null, sent: null, costUsd: 0.25 })),
      outcome(null)
    );
    expect(addProvenance(judge, run(), outcomes)).toEqual({
      ...judge,
      judgedAt: '2026-01-03T00:00:00Z',
      answered: {
        models: ['gpt-test-1', 'gpt-test-2'],
        temperatures: [0, null],
        structures: ['schema', 'none'],
        efforts: [null, 'high'],
        imageDetails: ['low'],
        maxOutputTokens: [4096, 8192],
        firstAt: '2026-01-01T12:00:00Z',
        lastAt: '2026-01-03T00:00:00Z',
        costUsd: 1.25
      }
    });
  });

  it('is added to what the same judge said before, and to nobody else’s', () => {
    const before = run({ judges: [{ ...judge, answered }] });
    const told = addProvenance(judge, before, of(outcome(facts())));
    expect(told.answered).toEqual({
      models: ['gpt-test-0', 'gpt-test-1'],
      temperatures: [null, 0],
      structures: ['json', 'schema'],
      efforts: ['low', null],
      imageDetails: [null, 'low'],
      maxOutputTokens: [1024, 4096],
      firstAt: answered.firstAt,
      lastAt: '2026-01-02T00:00:00Z',
      costUsd: 1.5
    });
    for (const other of [{ model: 'other' }, { view: 'wo-gt' }] as const) {
      const alone = addProvenance({ ...judge, ...other }, before, of(outcome(facts())));
      expect(alone.answered).toMatchObject({ models: ['gpt-test-1'], costUsd: 0.5 });
    }
  });

  it('counts no answer twice that the run has its score of', () => {
    const verdicts = { vlm_judge_w_gt_result: { verdict: {}, answerKey: 'key' } };
    const judges = [{ ...judge, answered }];
    const scored = makeRun([makeRow({ sampleId: 'a', verdicts })], { judges });
    const costOf = (one: Outcome, of_: Run = scored) => addProvenance(judge, of_, of(one)).answered!.costUsd;
    expect(costOf(outcome(facts(), { remembered: true }))).toBe(1);
    expect(costOf(outcome(facts(), { remembered: true, key: 'other' }))).toBe(1.5);
    expect(costOf(outcome(facts()))).toBe(1.5);
    expect(costOf(outcome(facts(), { remembered: true }), { ...scored, judges: [judge] })).toBe(0.5);
  });

  it('is what it was where no answer came, and costs nothing that is known without a price', () => {
    expect(addProvenance(judge, run(), of(outcome(null)))).toEqual(judge);
    const before = run({ judges: [{ ...judge, answered }] });
    expect(addProvenance(judge, before, of(outcome(null)))).toEqual({ ...judge, answered });
    const { answered: free } = addProvenance(judge, run(), of(outcome(facts({ costUsd: null, sent: null }))));
    expect(free!.costUsd).toBeNull();
    expect(free).not.toHaveProperty('imageDetails');
  });
});

describe('what was spent', () => {
  it('is summed by provider and model, the dearest first, then the one with more answers', () => {
    const answer = (
      provider: string,
      model: string,
      costUsd: number | null,
      receivedAt = '2026-01-01',
      usage: StoredAnswer['usage'] = { inputTokens: 10, outputTokens: 3 }
    ) => ({ question: { provider, model } as AskedQuestion, costUsd, receivedAt, usage }) as StoredAnswer;
    const sums = sumSpending([
      answer('a', 'm', 1, '2026-01-02'),
      answer('b', 'm', 5),
      answer('a', 'm', null, '2026-01-03', null),
      answer('a', 'm', 2),
      answer('c', 'm', null),
      answer('d', 'm', null),
      answer('d', 'm', null),
      answer('a', 'n', 4)
    ]);
    expect(sums.map(({ provider, model, costUsd }) => [provider, model, costUsd])).toEqual([
      ['b', 'm', 5],
      ['a', 'n', 4],
      ['a', 'm', 3],
      ['d', 'm', 0],
      ['c', 'm', 0]
    ]);
    expect(sums[2]).toEqual({
      provider: 'a',
      model: 'm',
      answers: 3,
      unpriced: 1,
      inputTokens: 20,
      outputTokens: 6,
      costUsd: 3,
      lastAt: '2026-01-03'
    });
  });
});

describe('probes of a judge', () => {
  const answer = (
    sampleId: string,
    probe: ProbeAnswer['probe'],
    overall: number | null,
    accuracy = 5
  ): ProbeAnswer => ({
    sampleId,
    view: 'w-gt',
    probe,
    verdict: overall === null ? null : makeVerdict(overall, { anatomical_accuracy: accuracy })
  });

  it('are the fall of each score where both answers have a verdict', () => {
    const answers = [
      answer('b', 'blank-image', 2, 1),
      answer('a', null, 8, 9),
      answer('b', null, 7, 9),
      answer('a', 'blank-image', 4, 1),
      answer('c', 'blank-image', 1, 1),
      answer('d', null, 1, 1),
      answer('d', 'blank-image', null)
    ];
    const summaries = summariseControls(answers, referenceKernels);
    expect(summaries.map(({ control }) => control)).toEqual([
      'blank-image',
      'unrelated-image',
      'same-modality-image',
      'image-shuffle',
      'instruction-shuffle'
    ]);
    const [blank, unrelated] = summaries;
    expect(blank!.effects.get(null)).toMatchObject({ control: 'blank-image', n: 2, delta: 4.5 });
    expect(blank!.effects.get('anatomical_accuracy')).toMatchObject({ n: 2, delta: 8 });
    expect(blank!.effects.get('cross_modal_consistency')).toMatchObject({ n: 2, delta: 0 });
    expect(unrelated!.effects.get(null)).toMatchObject({ control: 'unrelated-image', n: 0, delta: null });
  });

  it('have the same interval whichever answer came first', () => {
    const answers = Array.from({ length: 12 }, (_, i) => [
      answer(`s${i}`, null, 10 - (i % 4)),
      answer(`s${i}`, 'image-shuffle', 1 + (i % 3))
    ]).flat();
    const told = (all: readonly ProbeAnswer[]) =>
      summariseControls(all, referenceKernels).map(({ effects }) => effects.get(null));
    expect(told(answers.toReversed())).toEqual(told(answers));
  });

  it('that repeat a question say how far its answers lie apart, by view', () => {
    const repeats = [
      answer('a', null, 4),
      answer('b', null, 7, 2),
      answer('a', null, 6),
      answer('b', null, 7, 6)
    ];
    const other = { ...answer('a', null, 1), view: 'wo-gt' as const };
    const none = answer('a', null, null);
    const summaries = summariseRepeats([other, none, ...repeats]);
    expect(summaries).toHaveLength(12);
    const find = (view: string, part: string | null) =>
      summaries.find((one) => one.view === view && one.part === part)!.spread;
    // Two samples of two answers: one apart by 2, one by nothing.
    expect(find('w-gt', null)).toEqual({
      samples: 2,
      answers: 4,
      sd: 1,
      meanRange: 1,
      maxRange: 2,
      sameShare: 0.5
    });
    expect(find('w-gt', 'anatomical_accuracy')).toMatchObject({ meanRange: 2, maxRange: 4 });
    expect(find('wo-gt', null)).toMatchObject({ samples: 0 });
    expect(summariseRepeats(repeats).map(({ view }) => view)).not.toContain('wo-gt');
  });
});

describe('a cause', () => {
  it.each(Object.entries(causes))('%s has a name, and says what to do', (_, { label, remedy }) => {
    expect(label).toMatch(/^[A-Z].*[^.]$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  });
});
