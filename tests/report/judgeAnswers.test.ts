import { expect, it } from 'vitest';
import type { StoredAnswer } from '../../src/lib/judge/AnswerStore';
import { concludeAnswers } from '../../src/lib/judge/readAnswers';
import { toAnswersJsonl } from '../../src/lib/report/judgeAnswers';
import { makeVerdictText } from '../judge/simulator/ProviderSimulator';
import { writeAnswer } from '../judge/simulator/wireShapes';

const makeAnswer = (sample: number, receivedAt: string): StoredAnswer => ({
  key: `key-${sample}`,
  attempt: 0,
  question: {
    provider: 'gemini',
    baseUrl: 'https://example.org/v1beta',
    model: 'm',
    promptHash: '',
    sampleId: `s${sample}`,
    sampleHash: '',
    predictionHash: '',
    view: 'w-gt',
    scale: 10,
    imageLimitPx: 1024,
    maxOutputTokens: 4096,
    repeat: 0
  },
  body: JSON.stringify(writeAnswer('gemini', makeVerdictText(sample), 'stop', { input: 1, output: 1 })),
  wire: 'gemini',
  usage: { inputTokens: 1, outputTokens: 1 },
  costUsd: null,
  receivedAt
});

it('exported answers are in order of arrival and can be read again into verdicts', () => {
  const { name, text } = toAnswersJsonl([
    makeAnswer(5, '2026-01-02T00:00:00.000Z'),
    makeAnswer(3, '2026-01-01T00:00:00.000Z')
  ]);
  expect(name).toBe('judge_answers.jsonl');
  const answers = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StoredAnswer);
  expect(answers.map(({ key }) => key)).toEqual(['key-3', 'key-5']);
  expect(concludeAnswers([answers[0]!], 10)).toMatchObject({
    kind: 'verdict',
    verdict: { overall_score: 4 }
  });
});
