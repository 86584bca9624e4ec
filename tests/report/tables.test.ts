import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/lib/kernels/Kernels';
import { listRunMetas } from '../../src/lib/metrics/runMetas';
import { escapeLatex, toLatex } from '../../src/lib/report/latex';
import { escapeMarkdown, toMarkdown } from '../../src/lib/report/markdown';
import { listSummaryTables, type TextTable } from '../../src/lib/report/summaryTable';
import { aggregate } from '../../src/lib/stats/aggregate';
import { loadKernels } from '../kernels/loadKernels';
import { makeExportedRun } from './import/exportedRun';

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;
if (!hasLatex)
  console.warn(
    'Skipped: the LaTeX compiles, because there is no pdflatex (Debian: texlive-latex-recommended).'
  );

let tables: TextTable[] = [];

beforeAll(async () => {
  const kernels: Kernels = await loadKernels();
  const run = makeExportedRun();
  const metas = listRunMetas(run);
  tables = listSummaryTables(aggregate(run.rows, metas), metas, (cell) => cell.interval(kernels));
});

/** Everything that LaTeX, Markdown or a reader could trip over. */
const hostile: TextTable = {
  caption: '\\input{/etc/passwd} % $x^2$ & #1 {a} ~ _b_ "q" <i>',
  head: ['[name]', 'SSIM ↑', 'PSNR (dB) ↓'],
  rows: [
    ['[0] Müller–Łódź … “x”', '0.5 ± 0.1', '–'],
    ['| a | b | \n c', '−1', '日本 \u0000']
  ]
};

describe('the tables of a run', () => {
  it('are the totals by format, the tasks and the modalities of each format', () => {
    expect(tables.map(({ caption }) => caption)).toEqual([
      'Scores by format',
      'Means by task',
      'Means by modality, VQA',
      'Means by modality, Image editing',
      'Means by modality, Multimodal generation'
    ]);
    expect(tables[1]?.rows).toHaveLength(16);
    expect(tables[0]?.head).toEqual([
      'Format',
      'Metric',
      'Mean',
      'SD',
      '95 % CI',
      'n',
      'Unscored',
      'Accuracy'
    ]);
    expect(tables.every(({ head, rows }) => rows.every((row) => row.length === head.length))).toBe(true);
  });

  it('have the decimals of the metric in every mean, deviation and interval', () => {
    const [psnr] = tables[0]!.rows.filter(([, name]) => name?.startsWith('PSNR'));
    expect(psnr!.slice(2, 5).join(' ')).toMatch(/^\d+\.\d\d \d+\.\d\d \d+\.\d\d to \d+\.\d\d$/);
  });

  it('give a mean its own n where that is not the number of rows', () => {
    const transfer = tables[1]?.rows.find(([name]) => name === 'Style transfer');
    expect(transfer?.[1]).toBe('8');
    expect(transfer?.[3]).toMatch(/^[\d.]+ \(n 6\)$/);
  });
});

describe('LaTeX', () => {
  it.each([
    ['a_b & 50 %', 'a\\_b \\& 50 \\%'],
    ['\\input{x}', '\\textbackslash{}input\\{x\\}'],
    ['Müller é ç', 'M\\"{u}ller \\\'{e} \\c{c}'],
    ['≥ 28 ↑ –', '$\\geq$ 28 $\\uparrow$ --'],
    ['日本', '??']
  ])('writes %s as text', (text, expected) => {
    expect(escapeLatex(text)).toBe(expected);
  });

  it.skipIf(!hasLatex)('compiles, with text that would be commands', { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'medgen-latex-'));
    const { name, text } = toLatex([...tables, hostile], ['System: a\nb %'], 'gpt');
    writeFileSync(join(folder, name), text);
    const document = `\\documentclass{article}\\usepackage{booktabs}\\begin{document}\\input{${name}}\\end{document}`;
    writeFileSync(join(folder, 'document.tex'), document);
    const options = ['-interaction=nonstopmode', '-halt-on-error', '-no-shell-escape', 'document.tex'];
    const { status, stdout } = spawnSync('pdflatex', options, { cwd: folder, encoding: 'utf8' });
    expect(status, stdout.slice(-2000)).toBe(0);
    expect(readFileSync(join(folder, 'document.pdf')).subarray(0, 4).toString()).toBe('%PDF');
  });
});

describe('Markdown', () => {
  it('keeps a table a table, whatever stands in a cell', () => {
    const { text } = toMarkdown([hostile], ['a *b*'], 'gpt');
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    expect(lines).toHaveLength(4);
    const cells = lines.map((line) => line.replaceAll(/\\./g, '').split('|').length);
    expect(new Set(cells)).toEqual(new Set([5]));
  });

  it('has no markup from the data', () => {
    expect(escapeMarkdown('<img src=x> [a](b) **c**')).toBe('\\<img src=x\\> \\[a\\](b) \\*\\*c\\*\\*');
  });
});
