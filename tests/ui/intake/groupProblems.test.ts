import { describe, expect, it } from 'vitest';
import type { Problem, Severity } from '../../../src/lib/core/problem';
import { groupProblems, titleProblems } from '../../../src/lib/ui/intake/groupProblems';

const problem = (code: string, severity: Severity, file: string, field?: string): Problem => ({
  code,
  severity,
  what: `${code} of sample "${file}" at ${file.length}`,
  where: { file, ...(field !== undefined && { field }) }
});

const imports = Array.from({ length: 9 }, (_, i) => problem('imported-scores', 'note', `${i}.jsonl`));

describe('problems', () => {
  it('of one kind are one line, errors first', () => {
    const groups = groupProblems([
      ...imports,
      problem('image-missing', 'error', 'a.jsonl', 'output_image'),
      problem('image-missing', 'error', 'b.jsonl', 'ground_truth_image'),
      problem('image-missing', 'error', 'c.jsonl', 'output_image'),
      problem('input-missing', 'warning', 'a.jsonl')
    ]);
    expect(groups.map((group) => group.map(({ where }) => where.file).join())).toEqual([
      'a.jsonl,c.jsonl',
      'b.jsonl',
      'a.jsonl',
      '0.jsonl,1.jsonl,2.jsonl,3.jsonl,4.jsonl,5.jsonl,6.jsonl,7.jsonl,8.jsonl'
    ]);
  });

  it('that say different things of one kind are lines of their own', () => {
    const unscored = (what: string): Problem => ({ code: 'unscored', severity: 'error', what, where: {} });
    const groups = groupProblems([
      unscored('a/b.jpg: the JPEG file is truncated'),
      unscored('image is 6×5 px'),
      unscored('c/d.jpg: the JPEG file is truncated')
    ]);
    expect(groups.map(({ length }) => length)).toEqual([2, 1]);
  });

  it('are one line however long the names in them are', () => {
    const named = [9, 99, 999].map((number): Problem => {
      const what = `the output image "results/image_${number}.png" of sample "${number}" is neither in the drop nor in an archive of it`;
      return { code: 'image-missing', severity: 'error', what, where: {} };
    });
    expect(groupProblems(named)).toHaveLength(1);
  });

  it('are counted in a title, notes apart', () => {
    expect(titleProblems([])).toBe('Problems (0)');
    expect(titleProblems(imports)).toBe('Notes (9)');
    expect(titleProblems([...imports, problem('x', 'warning', 'a')])).toBe('Problems (1)');
  });
});
