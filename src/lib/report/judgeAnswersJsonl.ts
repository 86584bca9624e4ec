import type { StoredAnswer } from '../judge/AnswerStore';
import { readStoredAnswer } from '../judge/readAnswers';
import type { ExportFile } from './exportFile';

/** Raw answers, one a line: what was asked, the model's text, and the provider's whole response as it came. */
export function toJudgeAnswersJsonl(answers: readonly StoredAnswer[]): ExportFile {
  const lines = answers.map((answer) => {
    const { key, attempt, question, receivedAt, usage, costUsd, body } = answer;
    const text = readStoredAnswer(answer)?.text ?? null;
    return JSON.stringify({
      key,
      attempt,
      question,
      received_at: receivedAt,
      usage,
      cost_usd: costUsd,
      text,
      body
    });
  });
  return {
    name: 'judge_answers.jsonl',
    type: 'application/jsonl',
    text: lines.map((line) => `${line}\n`).join('')
  };
}
