import type { StoredAnswer } from '../judge/AnswerStore';
import type { ExportFile } from './exportFile';

/**
 * The judge's answers as they came, one a line in order of arrival: the question with all that its key is made of, the whole
 * body of the provider's response, tokens and cost. They hold what the judge said, not what it was shown, and no key.
 */
export function toAnswersJsonl(answers: readonly StoredAnswer[]): ExportFile {
  const ordered = [...answers].sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  const text = ordered.map((answer) => `${JSON.stringify(answer)}\n`).join('');
  return { name: 'judge_answers.jsonl', type: 'application/jsonl', text };
}
