import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readComparisonLink } from '../../../src/lib/report/permalink/comparisonLink';
import { readRunLink } from '../../../src/lib/report/permalink/runLink';
import { toPlain } from './toPlain';

interface Golden {
  readonly release: string;
  readonly what: string;
  readonly fragment: string;
  readonly expected: unknown;
}

const golden = JSON.parse(readFileSync('tests/golden/links.json', 'utf8')) as {
  readonly runs: readonly Golden[];
  readonly comparisons: readonly Golden[];
};

describe('links of every release', () => {
  it.each(golden.runs)('release $release: $what', async ({ fragment, expected }) => {
    expect(toPlain(await readRunLink(fragment))).toEqual(expected);
  });

  it.each(golden.comparisons)('release $release: $what', async ({ fragment, expected }) => {
    expect(await readComparisonLink(fragment)).toEqual(expected);
  });
});
