import type { JsonValue } from '../core/json';
import type { Task } from '../core/sample';
import type { Candidate, CandidateScores } from '../engine/api';
import { unwrap, type CheckTools } from './check';
import type { Vectors } from './Vectors';

/** Two files of the vectors through the whole engine: decoded, brought to one size, compared. Null where there is no value. */
export async function scoreImages(
  paths: { readonly output: string; readonly reference: string },
  metricId: string,
  vectors: Vectors,
  tools: CheckTools
): Promise<number | null> {
  const read = async (path: string) => ({ path, bytes: await vectors.readBytes(path) });
  const candidate: Candidate = {
    task: 'style-transfer',
    image: await read(paths.output),
    text: null,
    choices: []
  };
  const task = {
    reference: await read(paths.reference),
    candidates: [candidate],
    metricIds: [metricId]
  };
  const [scored] = unwrap(await tools.score(task));
  return scored?.scores[metricId]?.value ?? null;
}

interface TextCase {
  readonly task?: Task;
  readonly response: string;
  readonly answer: JsonValue;
  readonly choices?: readonly string[];
}

/** Two texts through the whole engine: normalised and compared. */
export async function scoreTexts(
  { task = 'question-answering', response, answer, choices = [] }: TextCase,
  metricId: string,
  tools: CheckTools
): Promise<CandidateScores> {
  const candidate: Candidate = { task, image: null, text: { response, answer }, choices };
  const [scored] = unwrap(
    await tools.score({ reference: null, candidates: [candidate], metricIds: [metricId] })
  );
  if (!scored) throw new Error('the engine gave no answer');
  return scored;
}
