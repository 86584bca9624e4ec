import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { toFileName } from '../../src/lib/report/exportFile';
import { packForDownload } from '../../src/lib/report/pack';

const file = (name: string) => ({ name, type: 'text/csv', text: `content of ${name}` });

describe('files for download', () => {
  it('are one as it is', async () => {
    const { name, blob } = await packForDownload([file('a.csv')], 'all.zip');
    expect([name, blob.type, await blob.text()]).toEqual(['a.csv', 'text/csv', 'content of a.csv']);
  });

  it('are a ZIP where they are several, or none', async () => {
    const read = async (blob: Blob) => {
      const entries = await new ZipReader(new BlobReader(blob), { useWebWorkers: false }).getEntries();
      return Promise.all(
        entries.map(async (entry) => [
          entry.filename,
          entry.directory ? '' : await entry.getData(new TextWriter())
        ])
      );
    };
    const { name, blob } = await packForDownload([file('a.csv'), file('b.csv')], 'all.zip');
    expect([name, blob.type]).toEqual(['all.zip', 'application/zip']);
    expect(await read(blob)).toEqual([
      ['a.csv', 'content of a.csv'],
      ['b.csv', 'content of b.csv']
    ]);
    const none = await packForDownload([], 'all.zip');
    expect([none.name, await read(none.blob)]).toEqual(['all.zip', []]);
  });

  it('are called as their system, without what file systems dislike', () => {
    expect(['GPT-4.1_x', 'a / b: c', 'Müller 日本', '', '??'].map(toFileName)).toEqual([
      'GPT-4.1_x',
      'a_b_c',
      'Müller_日本',
      'run',
      '_'
    ]);
  });
});
