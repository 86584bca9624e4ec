/** A text file for the user to save. */
export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** A file name from a system's name: what file systems and shells dislike becomes `_`. */
export function toFileName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_') || 'run';
}

/** One way to take something along, as a menu offers it. */
export interface ExportKind<Input> {
  /** Also what the files are, in the name of the ZIP where they are several. */
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  make(input: Input): Promise<readonly ExportFile[]>;
}
