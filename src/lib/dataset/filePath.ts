/** The folders and the name of a path; `\` separates too, because Windows tools write it into records and archives. */
export function splitPath(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
}

/** "/x", "\x", "C:\x" or a file: address. */
export function isAbsolutePath(path: string): boolean {
  return /^(?:[/\\]|[a-z]:|file:)/i.test(path);
}

/**
 * The path of an archive's entry below the archive, or null for one that points outside of it (`..`) or names nothing. An
 * absolute path counts from the archive, as for whoever unpacks it.
 */
export function parseArchivePath(name: string): string | null {
  const relative = name.replace(/^(?:[a-z]:)?[/\\](?![/\\])/i, '');
  const parts = splitPath(relative);
  const isUnsafe = isAbsolutePath(relative) || name.includes('\0') || parts.includes('..');
  return isUnsafe || parts.length === 0 ? null : parts.join('/');
}

/** Folders of operating systems and tools: what is in them is a copy, or none of the user's. */
const systemFolders: ReadonlySet<string> = new Set([
  ...['__MACOSX', '.AppleDouble', '.Trashes', '.Spotlight-V100', '.fseventsd', '$RECYCLE.BIN', '@eaDir'],
  ...['.ipynb_checkpoints', '.git', '.svn', '.cache', '__pycache__']
]);

/** What operating systems and tools leave in folders and archives; nobody means to drop it. */
export function isSystemFile(path: string): boolean {
  const parts = splitPath(path);
  const name = parts.at(-1) ?? '';
  return (
    parts.some((part) => systemFolders.has(part)) ||
    name.startsWith('._') ||
    /^(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(name)
  );
}

/** Texts that people pack on their own; what is read is what they hold. */
const packedText = /\.(jsonl|ndjson|json|csv|tsv)\.gz$/;

export const isPackedText = (path: string): boolean => packedText.test(path.toLowerCase());

/** The ending of the name in lower case, without the dot; `tar.gz` counts as one, and `jsonl.gz` is a `jsonl`. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const packed = packedText.exec(name)?.[1];
  if (packed !== undefined) return packed;
  return name.endsWith('.tar.gz') ? 'tar.gz' : name.slice(name.lastIndexOf('.') + 1 || name.length);
}

/** The path without its last part; '' at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
