import type { ExportFile } from './exportFile';
import type { TextTable } from './summaryTable';

/** Tables as GitHub's Markdown has them; text from files stays text. */
export function toMarkdown(tables: readonly TextTable[], notes: readonly string[], name: string): ExportFile {
  const parts = [...notes.map((note) => `- ${escapeMarkdown(note)}`), '', ...tables.map(writeTable)];
  return { name: `${name}_tables.md`, type: 'text/markdown', text: `${parts.join('\n')}\n` };
}

export function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~$&!]/g, (character) => `\\${character}`);
}

function writeTable({ caption, head, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rule = `| ${head.map((_, column) => (column === 0 ? ':--' : '--:')).join(' | ')} |`;
  return [`**${escapeMarkdown(caption)}**`, '', line(head), rule, ...rows.map(line), ''].join('\n');
}
