import type { ExportFile } from './exportFile';

export interface Download {
  readonly name: string;
  readonly blob: Blob;
}

/** One file as it is; several as a ZIP called `archiveName`. */
export async function packForDownload(files: readonly ExportFile[], archiveName: string): Promise<Download> {
  const [only, ...others] = files;
  if (only && others.length === 0)
    return { name: only.name, blob: new Blob([only.text], { type: only.type }) };
  const { BlobWriter, TextReader, ZipWriter } = await import('@zip.js/zip.js');
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  for (const { name, text } of files) await zip.add(name, new TextReader(text));
  return { name: archiveName, blob: await zip.close() };
}
