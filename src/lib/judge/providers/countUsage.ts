import type { Usage } from './Provider';

/** Null where these cannot be counts: then the estimate is charged. Some servers send zeros for all they do not count. */
export function countUsage(inputTokens: number, outputTokens: number): Usage | null {
  const areCounts = inputTokens > 0 && outputTokens >= 0 && Number.isFinite(inputTokens + outputTokens);
  return areCounts ? { inputTokens, outputTokens } : null;
}
