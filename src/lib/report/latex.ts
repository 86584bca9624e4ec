import type { ExportFile } from './exportFile';
import type { TextTable } from './summaryTable';

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  '↑': '$\\uparrow$',
  '↓': '$\\downarrow$',
  '–': '--',
  '—': '---',
  '±': '$\\pm$',
  '×': '$\\times$',
  '−': '$-$',
  '≥': '$\\geq$',
  '≤': '$\\leq$',
  Δ: '$\\Delta$',
  '…': '\\ldots{}',
  '’': "'",
  '‘': '`',
  '“': '``',
  '”': "''",
  Å: '\\AA{}',
  å: '\\aa{}'
};

/**
 * Text for pdfLaTeX with any input encoding: what LaTeX would take for a command is escaped, letters with accents are
 * spelled out, and what has no spelling becomes "?".
 */
export function escapeLatex(text: string): string {
  return Array.from(text.normalize('NFC'), escapeCharacter).join('');
}

const accents: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': "'",
  '\u0302': '^',
  '\u0303': '~',
  '\u0308': '"',
  '\u030c': 'v',
  '\u0327': 'c'
};

function escapeCharacter(character: string): string {
  if (Object.hasOwn(escapes, character)) return escapes[character]!;
  if (/[\x20-\x7e]/.test(character)) return character;
  if (/\s/.test(character)) return ' ';
  const [letter = '', accent = '', ...more] = character.normalize('NFD');
  const isKnown = more.length === 0 && /[A-Za-z]/.test(letter) && Object.hasOwn(accents, accent);
  return isKnown ? `\\${accents[accent]}{${letter}}` : '?';
}

/**
 * Tables with booktabs rules, to `\input` or paste into a document that loads booktabs. Nothing else is needed.
 * @param notes lines above the tables, as comments
 */
export function toLatex(tables: readonly TextTable[], notes: readonly string[], name: string): ExportFile {
  const comments = [...notes, 'Needs \\usepackage{booktabs}.'].map(
    (note) => `% ${note.replaceAll(/\s+/g, ' ')}\n`
  );
  return {
    name: `${name}_tables.tex`,
    type: 'application/x-tex',
    text: `${comments.join('')}\n${tables.map(writeTable).join('\n')}`
  };
}

function writeTable({ caption, head, rows }: TextTable): string {
  const isNumeric = head.map((_, column) =>
    rows.every((row) => /^[-−–]?[\d.]*( %| \(n \d+\))?$/.test(row[column] ?? ''))
  );
  const lines = [
    '\\begin{table}',
    '\\centering',
    '\\footnotesize',
    '\\setlength{\\tabcolsep}{4pt}',
    `\\caption{${escapeLatex(caption)}}`,
    `\\begin{tabular}{${isNumeric.map((numeric) => (numeric ? 'r' : 'l')).join('')}}`,
    '\\toprule',
    writeRow(head),
    '\\midrule',
    ...rows.map(writeRow),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}'
  ];
  return `${lines.join('\n')}\n`;
}

/** A row that begins with a bracket would be taken for an option of the line break before it. */
function writeRow(cells: readonly string[]): string {
  const [first = '', ...others] = cells.map(escapeLatex);
  return `${[first.startsWith('[') ? `{}${first}` : first, ...others].join(' & ')} \\\\`;
}
