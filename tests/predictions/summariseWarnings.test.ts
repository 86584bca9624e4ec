import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/lib/core/problem';
import { summariseWarnings } from '../../src/lib/predictions/summariseWarnings';

const warn = (line: number, code = 'a', field?: string): Problem => ({
  code,
  severity: 'warning',
  where: { file: 'x.jsonl', line, ...(field !== undefined && { field }) },
  what: `${code} is odd`,
  got: String(line)
});

describe('warnings of a file', () => {
  it('are one where every row has them', () => {
    expect(summariseWarnings([warn(1), warn(2)], 'x.jsonl', 2)).toStrictEqual([
      {
        code: 'a',
        severity: 'warning',
        where: { file: 'x.jsonl' },
        what: 'all 2 records: a is odd',
        got: '1'
      }
    ]);
    expect(summariseWarnings([warn(1, 'a', 'f'), warn(2, 'a', 'f')], 'x.jsonl', 2)[0]!.where).toStrictEqual({
      file: 'x.jsonl',
      field: 'f'
    });
  });

  it('stay where some rows have them, of one row, and of two fields or kinds', () => {
    for (const [warnings, rows] of [
      [[warn(1), warn(2)], 3],
      [[warn(1)], 1],
      [[warn(1, 'a', 'f'), warn(2, 'a', 'g')], 2],
      [[warn(1, 'a', 'f'), warn(2, 'a')], 2],
      [[warn(1, 'a'), warn(2, 'b')], 2],
      [[], 0]
    ] as const)
      expect(summariseWarnings(warnings, 'x.jsonl', rows)).toEqual(warnings);
  });
});
