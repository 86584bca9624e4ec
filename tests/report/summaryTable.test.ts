import { describe, expect, it } from 'vitest';
import { psnr } from '../../src/lib/metrics/image/psnr';
import { ssim } from '../../src/lib/metrics/image/ssim';
import { toLatex } from '../../src/lib/report/latex';
import { toMarkdown } from '../../src/lib/report/markdown';
import { listSummaryTables, nameColumn } from '../../src/lib/report/summaryTable';
import type { FormatGroup, Group } from '../../src/lib/stats/aggregate';
import type { CellFacts } from '../../src/lib/stats/CellFacts';

const cell = (
  metricId: string,
  n: number,
  mean: number | null,
  facts: Partial<CellFacts> = {}
): CellFacts => ({
  metricId,
  n,
  unscored: 0,
  reasons: [],
  mean,
  std: null,
  accuracyRate: null,
  ...facts
});

const group = <Key>(key: Key, found: number, ...cells: readonly CellFacts[]): Group<Key, CellFacts> => ({
  key,
  found,
  unscored: 0,
  reasons: [],
  cells: new Map(cells.map((one) => [one.metricId, one]))
});

const noInterval = { ciLow: null, ciHigh: null };
const interval = { ciLow: 0.25, ciHigh: 0.75 };

const edit: FormatGroup<CellFacts> = {
  ...group(
    'edit' as const,
    4,
    cell('psnr', 3, 30, { std: 1.5, unscored: 1, accuracyRate: 2 / 3 }),
    cell('ssim', 4, 0.5)
  ),
  byTask: [
    group('style-transfer' as const, 3, cell('psnr', 2, 29), cell('ssim', 3, 0.25)),
    group(null, 1, cell('ssim', 1, null))
  ],
  byModality: [group('CT' as const, 4, cell('ssim', 4, 0.5))]
};
const broken: FormatGroup<CellFacts> = { ...group(null, 9, cell('psnr', 1, 99)), byTask: [], byModality: [] };

const list = (groups: readonly FormatGroup<CellFacts>[]) =>
  listSummaryTables(groups, [psnr.meta, ssim.meta], ({ metricId }) =>
    metricId === 'ssim' ? interval : noInterval
  );

describe('the summary of a run', () => {
  it('has each format’s totals, then the means by task and by each format’s modality', () => {
    expect(list([edit, broken])).toEqual([
      {
        caption: 'Scores by format',
        head: ['Format', 'Metric', 'Mean', 'SD', '95 % CI', 'n', 'Unscored', 'Accuracy'],
        rows: [
          ['Image editing', 'PSNR (dB) ↑', '30.00', '1.50', '–', '3', '1', '66.7 %'],
          ['Image editing', 'SSIM ↑', '0.5000', '–', '0.2500 to 0.7500', '4', '0', '–']
        ]
      },
      {
        caption: 'Means by task',
        head: ['Task', 'n', 'PSNR (dB) ↑', 'SSIM ↑'],
        rows: [
          ['Style transfer', '3', '29.00 (n 2)', '0.2500'],
          ['Unknown task', '1', '–', '–']
        ]
      },
      {
        caption: 'Means by modality, Image editing',
        head: ['Modality', 'n', 'SSIM ↑'],
        rows: [['CT', '4', '0.5000']]
      }
    ]);
  });

  it('of nothing has no rows, and no tables of parts', () => {
    expect(list([]).map(({ caption, rows }) => [caption, rows])).toEqual([['Scores by format', []]]);
    expect(list([broken])).toEqual(list([]));
  });

  it('has the decimals that numbers were passed on with', () => {
    const rounded = cell('ssim', 4, 0.5, { decimals: 2 });
    const [totals] = list([{ ...edit, cells: new Map([['ssim', rounded]]) }]);
    expect(totals!.rows).toEqual([['Image editing', 'SSIM ↑', '0.50', '–', '0.25 to 0.75', '4', '0', '–']]);
  });

  it('names a column with its unit and the better end, where it has them', () => {
    const named = { ...ssim.meta, label: 'X' };
    expect(nameColumn({ ...named, higherIsBetter: false })).toBe('X ↓');
    expect(nameColumn({ ...named, higherIsBetter: null, unit: 'words' })).toBe('X (words)');
  });
});

const table = {
  caption: 'A & B',
  head: ['[Name]', 'n', 'Share', 'Mean', 'Range'],
  rows: [
    ['[a_b]', '12', '66.7 %', '0.412 (n 7)', '1 to 2'],
    ['c|d', '3', '–', '−0.5', '–']
  ]
};

describe('tables as files', () => {
  it('are booktabs tables in LaTeX, with numbers on the right and notes as comments', () => {
    expect(toLatex([table, { ...table, rows: [] }], ['System:\n gpt', 'n 2'], 'gpt')).toEqual({
      name: 'gpt_tables.tex',
      type: 'application/x-tex',
      text: String.raw`% System: gpt
% n 2
% Needs \usepackage{booktabs}.

\begin{table}
\centering
\footnotesize
\setlength{\tabcolsep}{4pt}
\caption{A \& B}
\begin{tabular}{lrrrl}
\toprule
{}[Name] & n & Share & Mean & Range \\
\midrule
{}[a\_b] & 12 & 66.7 \% & 0.412 (n 7) & 1 to 2 \\
c\textbar{}d & 3 & -- & $-$0.5 & -- \\
\bottomrule
\end{tabular}
\end{table}

\begin{table}
\centering
\footnotesize
\setlength{\tabcolsep}{4pt}
\caption{A \& B}
\begin{tabular}{rrrrr}
\toprule
{}[Name] & n & Share & Mean & Range \\
\midrule
\bottomrule
\end{tabular}
\end{table}
`
    });
  });

  it('are GitHub’s tables in Markdown, with notes as a list', () => {
    expect(toMarkdown([table], ['System:\n gpt_1', 'n 2'], 'gpt')).toEqual({
      name: 'gpt_tables.md',
      type: 'text/markdown',
      text: String.raw`- System: gpt\_1
- n 2

**A \& B**

| \[Name\] | n | Share | Mean | Range |
| :-- | --: | --: | --: | --: |
| \[a\_b\] | 12 | 66.7 % | 0.412 (n 7) | 1 to 2 |
| c\|d | 3 | – | −0.5 | – |

`
    });
  });
});
