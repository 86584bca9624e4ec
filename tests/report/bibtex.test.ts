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

  it('of the benchmark is one entry, word by word', () => {
    const text = citeBenchmark();
    expect(text.split('\n').filter((line) => !line.includes('author'))).toEqual([
      '@misc{yang2025medgenbench,',
      '  title         = {{MedGEN-Bench: Contextually entangled benchmark for open-ended multimodal medical generation}},',
      '  year          = {2025},',
      '  eprint        = {2511.13135},',
      '  archivePrefix = {arXiv},',
      '  primaryClass  = {cs.CV}',
      '}',
      ''
    ]);
    expect(text).toContain('  author        = {Yang, Junjie and Yan, Yuhao and ');
  });

  it('of a run without known predictions names none', () => {
    const run = { ...makeRun([makeRow()], { system: '??', metrics: { psnr: '1', ssim: '2' } }), source: '' };
    expect(citeRun(run)).toBe(
      [
        '@misc{run2026medgenbench,',
        '  title         = {{MedGEN-Bench results of ??}},',
        '  year          = {2026},',
        '  month         = {1},',
        '  howpublished  = {Scored with MedGEN-Bench viewer},',
        '  note          = {1 of 1 predictions scored on 2026-01-01; protocol: Official evaluator (2026); dataset: In the dropped files; metrics: psnr 1, ssim 2}',
        '}',
        ''
      ].join('\n')
    );
    expect(citeRun({ ...run, system: 'A'.repeat(40) })).toContain(`@misc{${'a'.repeat(30)}2026medgenbench,`);
  });
});
