import type { ExportFile, ExportKind } from './exportFile';
import type { TextTable } from './summaryTable';

export type WriteTables = (
  tables: readonly TextTable[],
  notes: readonly string[],
  name: string
) => ExportFile;

/** Tables for papers and for the web. @param tables what they are, as the menu says it */
export function tableExports<Input>(
  tables: string,
  make: (input: Input, write: WriteTables) => Promise<ExportFile[]>
): readonly ExportKind<Input>[] {
  return [
    {
      id: 'latex',
      label: 'LaTeX',
      hint: `${tables}, booktabs`,
      make: async (input) => make(input, (await import('./latex')).toLatex)
    },
    {
      id: 'markdown',
      label: 'Markdown',
      hint: tables,
      make: async (input) => make(input, (await import('./markdown')).toMarkdown)
    }
  ];
}
