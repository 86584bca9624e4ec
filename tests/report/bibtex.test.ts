import { describe, expect, it } from 'vitest';
import { citeBenchmark, citeRun } from '../../src/lib/report/bibtex';
import { makeRow } from '../stats/rows';
import { makeRun } from './makeRun';

describe('BibTeX', () => {
  it('of the benchmark names title, all eleven authors and the arXiv number', () => {
    const text = citeBenchmark();
    expect(text).toContain('@misc{yang2025medgenbench,');
    expect(text.match(/ and /g)).toHaveLength(10);
    expect(text).toContain('eprint        = {2511.13135}');
  });

  it('of a run names protocol, versions and predictions, and escapes what comes from files', () => {
    const run = { ...makeRun([makeRow()], { system: 'GPT_4 {100 %} ü' }), source: 'ab'.repeat(32) };
    const text = citeRun(run);
    expect(text).toContain('@misc{gpt41002026medgenbench,');
    expect(text).toContain('GPT\\_4 \\{100 \\%\\} \\"{u}');
    expect(text).toContain('protocol: Official evaluator (2026)');
    expect(text).toContain('ssim 1');
    expect(text).toContain(`SHA-256 ${'ab'.repeat(32)}`);
    const depth = [...text.replaceAll(/\\[{}]/g, '')].reduce(
      (sum, one) => sum + (one === '{' ? 1 : one === '}' ? -1 : 0),
      0
    );
    expect(depth).toBe(0);
  });
});
