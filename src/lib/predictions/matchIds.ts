import type { Problem } from '../core/problem';
import { explicitId } from '../dataset/identity';
import type { Pacer } from '../dataset/Pacer';
import type { SortedFile } from './classifyRecords';
import { count, quote, quoteSome } from './quote';
import type { SampleIndex } from './SampleIndex';

/** Ids of a file that the dataset has in another spelling only. */
export interface IdMatches {
  readonly path: string;
  readonly count: number;
  /** The first few: as the file writes it, as the dataset does. */
  readonly examples: readonly (readonly [string, string])[];
  /** The person said that they are to be matched so. */
  readonly isUsed: boolean;
}

const shownExamples = 3;

/** Null where there is nothing to match. */
export async function matchIds(
  { path, rows }: SortedFile,
  { index, pacer }: { readonly index: SampleIndex; readonly pacer: Pacer },
  isUsed: boolean
): Promise<IdMatches | null> {
  if (index.size === 0) return null;
  const examples: [string, string][] = [];
  let found = 0;
  for (const row of rows) {
    if (pacer.isDue) await pacer.pause();
    const id = 'record' in row ? explicitId(row.record) : null;
    if (id === null || index.get(id)) continue;
    const match = index.match(id);
    if (match === null) continue;
    found++;
    if (examples.length < shownExamples) examples.push([id, match]);
  }
  return found === 0 ? null : { path, count: found, examples, isUsed };
}

export function describeMatched(file: string, { count: matched, examples }: IdMatches): Problem {
  const pairs = examples.map(([id, match]) => `${quote(id)} as ${quote(match)}`);
  return {
    code: 'ids-matched',
    severity: 'note',
    where: { file, field: 'sample_id' },
    what: `${count(matched, 'id')} that the dataset lacks ${matched === 1 ? 'is' : 'are'} read as the nearest that it has: ${quoteSome(pairs)}`
  };
}
