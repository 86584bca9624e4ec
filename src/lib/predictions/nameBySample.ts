import { explicitId } from '../dataset/identity';
import { splitPath } from '../dataset/filePath';
import type { SortedFile } from './classifyRecords';
import type { FileName } from './fileName';
import { foldName } from './suggestFields';

/** As the whole id, or its last part, in whatever letters and separators a file may have. */
function isCalledAs(name: string, id: string): boolean {
  const folded = foldName(name);
  return folded !== '' && [id, id.split(/[/\\:]/).at(-1)!].some((part) => foldName(part) === folded);
}

const archiveEnding = /\.(?:zip|tar|tgz|tar\.gz)$/i;

/**
 * A file of one record that is called as its sample, `gpt/v1.json`, is one of very many, and says nothing of its system: that is
 * the folder or archive in which it lies.
 */
export function nameBySample(file: SortedFile): FileName {
  const { name, rows } = file;
  const [row] = rows;
  if (rows.length !== 1 || !row || !('record' in row)) return name;
  const id = explicitId(row.record);
  if (id === null || !isCalledAs(name.system, id)) return name;
  const folder = splitPath(name.place).at(-1) ?? '';
  return { ...name, system: folder.replace(archiveEnding, '') || 'predictions' };
}
