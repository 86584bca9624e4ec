import { describe, expect, it } from 'vitest';
import type { AskedQuestion, StoredAnswer } from '../../src/lib/judge/AnswerStore';
import {
  computeAnswerKey,
  computeOlderKey,
  describeQuestion,
  hashSubject
} from '../../src/lib/judge/answerKey';
import { describeFacts, describeReply, describeSent } from '../../src/lib/judge/describeReply';
import type { JudgeQuestion, JudgeRules } from '../../src/lib/judge/JudgeQuestion';
import { concludeAnswers, readStoredAnswer } from '../../src/lib/judge/readAnswers';
import type { OpenQuestion } from '../../src/lib/judge/Recall';
import { makeImage, makeOptions, makeQuestions, makeSubject } from './judgeTools';
import { able, bare, full, unable } from './providers/asked';
import { makeVerdictText } from './simulator/ProviderSimulator';
import { writeAnswer, type Finish } from './simulator/wireShapes';

const asked: AskedQuestion = {
  provider: 'openai',
  baseUrl: 'https://api.example/v1',
  model: 'gpt-test',
  promptHash: 'aa',
  sampleId: 'id-1',
  sampleHash: 'bb',
  predictionHash: 'cc',
  view: 'w-gt',
  scale: 10,
  imageLimitPx: 1024,
  maxOutputTokens: 4096,
  repeat: 0
};

const stored = (attempt: number, text: string, facts: Partial<StoredAnswer> & { finish?: Finish } = {}) => {
  const { finish = 'stop', ...rest } = facts;
  const body = JSON.stringify(writeAnswer('openai', text, finish, { input: 900, output: 300 }));
  return {
    key: 'key',
    attempt,
    question: asked,
    body,
    wire: 'openai-chat',
    usage: null,
    costUsd: null,
    receivedAt: `2026-01-0${attempt + 1}`,
    ...rest
  };
};
const good = makeVerdictText(7);

describe('what answers come to', () => {
  const conclude = (...answers: StoredAnswer[]) => concludeAnswers(answers, 10);

  it('is open without any, a verdict with one, and a repair once', () => {
    expect(conclude()).toEqual({ kind: 'open' });
    expect(conclude(stored(0, good))).toMatchObject({ kind: 'verdict', verdict: { overall_score: 8 } });
    expect(conclude(stored(0, 'well'))).toEqual({
      kind: 'repair',
      text: 'well',
      faults: ['there is no complete JSON object in the answer']
    });
    expect(conclude(stored(0, 'well'), stored(1, good))).toMatchObject({ kind: 'verdict' });
    expect(conclude(stored(0, 'well'), stored(1, '{"overall_score": 3}'))).toMatchObject({
      kind: 'unscored',
      cause: 'no-verdict',
      reason:
        'no valid verdict in two answers: anatomical_accuracy is missing; clinical_finding_accuracy is missing; instruction_compliance is missing; cross_modal_consistency is missing; hallucination_omission_control is missing'
    });
  });

  it('is the last verdict of several times; without one, the last time', () => {
    const later = [stored(0, good), stored(2, makeVerdictText(1)), stored(4, 'well')];
    expect(conclude(...later)).toMatchObject({ kind: 'verdict', verdict: { overall_score: 2 } });
    expect(conclude(stored(0, 'no', { finish: 'refusal' }), stored(2, 'well'))).toMatchObject({
      kind: 'repair'
    });
  });

  it('is declined in the judge’s words', () => {
    const declined = (text: string) => conclude(stored(0, text, { finish: 'refusal' }));
    expect(declined('I cannot')).toEqual({
      kind: 'unscored',
      cause: 'declined',
      reason: 'the judge declined: I cannot',
      fault: 'declined: the judge declined: I cannot'
    });
    expect(declined('x'.repeat(201))).toMatchObject({ reason: `the judge declined: ${'x'.repeat(200)}…` });
    expect(declined('x'.repeat(200))).toMatchObject({ reason: `the judge declined: ${'x'.repeat(200)}` });
    const silent = JSON.stringify({
      choices: [{ finish_reason: 'content_filter', message: { content: '' } }]
    });
    expect(conclude(stored(0, '', { body: silent }))).toMatchObject({
      reason: 'the judge declined: no words'
    });
  });

  it('is cut: at once where nothing of the answer came, after a repair where a part did', () => {
    const cut = (attempt: number, text: string) => stored(attempt, text, { finish: 'length' });
    expect(conclude(cut(0, 'thinking'))).toMatchObject({
      cause: 'cut',
      reason: 'cut at the output limit of 4,096 tokens, before the answer',
      fault: 'cut: cut at the output limit of #,# tokens, before the answer'
    });
    expect(conclude(cut(0, '{"overall'))).toMatchObject({
      kind: 'repair',
      faults: ['the answer was cut at the output limit', expect.any(String)]
    });
    expect(conclude(cut(0, '{"overall'), cut(1, '{"over'))).toMatchObject({
      cause: 'cut',
      reason: 'cut at the output limit of 4,096 tokens, in two answers'
    });
  });

  it('is none where the stored body is of no known form', () => {
    for (const facts of [{ wire: 'other' }, { body: '{' }, { body: '[]' }]) {
      expect(conclude(stored(0, good, facts))).toMatchObject({
        cause: 'no-verdict',
        reason: 'the stored answer cannot be read'
      });
      expect(readStoredAnswer(stored(0, good, facts))).toBeNull();
    }
  });

  it('is a choice where the question has a rival', () => {
    const pair = { question: { ...asked, rivalHash: 'dd' } };
    expect(conclude(stored(0, '{"winner": "A"}', pair))).toMatchObject({
      kind: 'choice',
      choice: { winner: 'A', explanation: '' }
    });
    expect(conclude(stored(0, 'B', pair))).toMatchObject({ kind: 'repair' });
  });
});

describe('the key of an answer', () => {
  const question: JudgeQuestion = { subject: makeSubject(1), view: 'w-gt', repeat: 0 };
  const { endpoint, rules } = makeOptions('https://api.example/v1');
  const describeIt = (own: JudgeQuestion = question, facts: Partial<JudgeRules> = {}) =>
    describeQuestion(own, endpoint, { ...rules, ...facts }, 'hash');

  it('holds everything that the answer depends on, and settings only where they were set', async () => {
    const told = await describeIt();
    expect(told).toEqual({
      provider: 'openai',
      baseUrl: 'https://api.example/v1',
      model: 'gpt-test',
      promptHash: 'hash',
      sampleId: 'id-1',
      sampleHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      predictionHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      view: 'w-gt',
      scale: 10,
      imageLimitPx: 1024,
      maxOutputTokens: 4096,
      repeat: 0
    });
    expect(await describeIt(question, { effort: 'low', imageDetail: 'high' })).toEqual({
      ...told,
      effort: 'low',
      imageDetail: 'high'
    });
    const rival = { subject: makeSubject(1, { response: 'other' }), swapped: false };
    const pair = await describeIt({ ...question, rival });
    expect(pair.rivalHash).toBe((await hashSubject(rival.subject)).predictionHash);
    expect(pair.promptHash).not.toBe('hash');
    const another = await describeIt(
      { ...question, rival },
      { template: { ...rules.template, system: 'x' } }
    );
    expect(another.promptHash).not.toBe(pair.promptHash);
  });

  it('names sample and prediction by what they hold', async () => {
    const subject = makeSubject(1, { reference: makeImage('r.png'), output: makeImage('o.png') });
    const base = await hashSubject(subject);
    expect(await hashSubject({ ...subject, sampleId: 'another' })).toEqual(base);
    const samples: Parameters<typeof makeSubject>[1][] = [
      { format: 'edit' },
      { task: 'blank-filling' },
      { modality: 'MRI' },
      { instruction: 'x' },
      { choices: ['x'] },
      { answer: 'x' },
      { answer: undefined },
      { inputs: [] },
      { inputs: [makeImage('input.png', 1)] },
      { reference: null }
    ];
    const changed = await Promise.all(samples.map((facts) => hashSubject({ ...subject, ...facts })));
    expect(new Set(changed.map(({ sampleHash }) => sampleHash)).add(base.sampleHash).size).toBe(11);
    for (const { predictionHash } of changed) expect(predictionHash).toBe(base.predictionHash);
    const predictions = await Promise.all(
      [{ response: 'x' }, { output: null }, { output: makeImage('o.png', 1) }].map((facts) =>
        hashSubject({ ...subject, ...facts })
      )
    );
    expect(new Set(predictions.map((one) => one.predictionHash)).add(base.predictionHash).size).toBe(4);
    for (const { sampleHash } of predictions) expect(sampleHash).toBe(base.sampleHash);
  });

  it('does not depend on the output limit, as the older one did, nor on the order of fields', async () => {
    const turned = Object.fromEntries(Object.entries(asked).reverse()) as unknown as AskedQuestion;
    const higher = { ...asked, maxOutputTokens: 8192 };
    const key = await computeAnswerKey(asked);
    expect([await computeAnswerKey(turned), await computeAnswerKey(higher)]).toEqual([key, key]);
    expect(await computeAnswerKey({ ...asked, repeat: 1 })).not.toBe(key);
    const older = await computeOlderKey(asked);
    expect(await computeOlderKey(turned)).toBe(older);
    expect(new Set([key, older, await computeOlderKey(higher)]).size).toBe(3);
  });
});

describe('what is kept of an answer', () => {
  const question = makeQuestions(1)[0]!;
  const open = (facts: Partial<OpenQuestion> = {}): OpenQuestion => ({
    question,
    key: 'key',
    asked,
    earlier: [],
    answers: [],
    failures: 0,
    requests: 1,
    ...facts
  });
  const reply = { body: '{}', answer: { text: '', finish: 'stop', usage: null, model: null } } as const;
  const keep = (one: OpenQuestion) =>
    describeReply({ open: one, request: full, abilities: able }, reply, 0.5, makeOptions('').endpoint, 0);

  it('is the body with what was asked, and how', () => {
    expect(keep(open())).toEqual({
      key: 'key',
      attempt: 0,
      question: { ...asked, maxOutputTokens: 900 },
      body: '{}',
      wire: 'openai-chat',
      usage: null,
      costUsd: 0.5,
      receivedAt: '1970-01-01T00:00:00.000Z',
      sent: { structure: 'schema', temperature: 0, effort: 'low', imageDetail: 'high' }
    });
    expect(describeSent(unable, full)).toEqual({
      structure: 'none',
      temperature: null,
      effort: null,
      imageDetail: null
    });
  });

  it('counts the tries: an even one for the question, the odd one after it for the repair', () => {
    const attempt = (earlier: number[], answers: number[]) =>
      keep(
        open({
          earlier: earlier.map((one) => stored(one, '')),
          answers: answers.map((one) => stored(one, ''))
        })
      ).attempt;
    expect(attempt([], [0])).toBe(1);
    expect(attempt([0], [])).toBe(2);
    expect(attempt([0, 1], [])).toBe(2);
    expect(attempt([0, 1], [2])).toBe(3);
    expect(attempt([2], [])).toBe(4);
  });

  it('is told of the last answer, with the cost of all', () => {
    const sent = describeSent(able, bare);
    const answers = [
      stored(0, '', { costUsd: 0.25 }),
      stored(1, '', { costUsd: null }),
      stored(2, '', { costUsd: 1, sent })
    ];
    expect(describeFacts(open({ earlier: answers.slice(0, 1), answers: answers.slice(1) }))).toEqual({
      model: 'gpt-test-2026-01-01',
      sent,
      maxOutputTokens: 4096,
      receivedAt: '2026-01-03',
      costUsd: 1.25
    });
    expect(describeFacts(open({ answers: [stored(0, '', { body: '' })] }))).toEqual({
      model: null,
      sent: null,
      maxOutputTokens: 4096,
      receivedAt: '2026-01-01',
      costUsd: null
    });
    expect(describeFacts(open())).toBeNull();
  });
});
