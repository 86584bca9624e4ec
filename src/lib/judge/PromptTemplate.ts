import type { JudgeDimension } from '../benchmark/importedKeys';
import { sha256HexOfText } from '../core/hash';
import type { Task } from '../core/sample';

/**
 * Everything of a prompt that is the same for all samples. `system` and `user` may use variables and sections, see
 * `renderTemplate`; `variables` in `composePrompt` lists them.
 */
export interface PromptTemplate {
  readonly name: string;
  readonly version: string;
  readonly system: string;
  readonly user: string;
  /** What each dimension asks. */
  readonly dimensions: Readonly<Record<JudgeDimension, string>>;
  /** What to look at, by task. */
  readonly checklists: Readonly<Record<Task, readonly string[]>>;
}

/** Of every word of the template, so that two scores with one hash were asked in the same words. */
export function hashTemplate({ system, user, dimensions, checklists }: PromptTemplate): Promise<string> {
  return sha256HexOfText(JSON.stringify([system, user, sortKeys(dimensions), sortKeys(checklists)]));
}

function sortKeys(record: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
