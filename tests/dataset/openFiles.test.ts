import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import { openFiles, type DroppedFile } from '../../src/lib/dataset/openFiles';
import { dropFile } from './dropFiles';
import { makeTar } from './makeTar';
import { makeZip } from './makeZip';

async function open(...files: DroppedFile[]) {
  const { tree, problems } = await openFiles(files);
  return { paths: tree.entries.map((entry) => entry.path), problems: problems.map(formatProblem) };
}

describe('a drop', () => {
  it('is one tree of files, whatever they came in', async () => {
    expect(
      await open(
        dropFile('/run/a.jsonl', 'a'),
        dropFile('run/b.zip', makeZip([{ name: 'x/b.jsonl', data: 'b' }])),
        dropFile('c.tar', makeTar([{ name: 'c.jsonl', data: 'c' }]))
      )
    ).toEqual({ paths: ['run/a.jsonl', 'run/b.zip/x/b.jsonl', 'c.tar/c.jsonl'], problems: [] });
  });

  it('has packed texts as what they hold, alone and in archives', async () => {
    const packed = new Uint8Array(gzipSync('{"a": 1}'));
    const zip = makeZip([{ name: 'x.csv.gz', data: packed }]);
    const { tree, problems } = await openFiles([dropFile('x.jsonl.gz', packed), dropFile('r.zip', zip)]);
    expect(problems).toEqual([]);
    for (const path of ['x.jsonl.gz', 'r.zip/x.csv.gz']) {
      expect(new TextDecoder().decode(await tree.get(path)!.read())).toBe('{"a": 1}');
    }
  });

  it('that is empty says so', async () => {
    expect(await open()).toEqual({
      paths: [],
      problems: [
        'the drop is empty; got no files, expected prediction files (JSONL, JSON, CSV, Parquet), a folder of them, or a ZIP or TAR'
      ]
    });
  });

  it('is without what operating systems leave in folders and archives', async () => {
    const zip = makeZip([
      { name: '__MACOSX/._a.jsonl', data: 'x' },
      { name: '.DS_Store', data: 'x' },
      { name: 'a.jsonl', data: 'a' }
    ]);
    expect(await open(dropFile('run/Thumbs.db', 'x'), dropFile('r.zip', zip))).toEqual({
      paths: ['r.zip/a.jsonl'],
      problems: []
    });
  });

  it('has archives in archives refused, and kinds of archives that are not opened', async () => {
    const inner = makeZip([{ name: 'a.jsonl', data: 'a' }]);
    const outer = makeZip([
      { name: 'inner.zip', data: inner },
      { name: 'b.tar.gz', data: 'x' },
      { name: 'c.jsonl', data: 'c' }
    ]);
    expect(await open(dropFile('r.zip', outer), dropFile('x.7z', 'x'), dropFile('y.nii.gz', 'y'))).toEqual({
      // A packed volume is an image like others; whoever decodes it says what it is.
      paths: ['r.zip/c.jsonl', 'y.nii.gz'],
      problems: [
        'r.zip/inner.zip: an archive inside an archive is not opened; got ZIP, expected its files (unpack it and drop the folder)',
        'r.zip/b.tar.gz: an archive inside an archive is not opened; got TAR.GZ, expected its files (unpack it and drop the folder)',
        'x.7z: this kind of archive is not opened; got 7Z, expected ZIP, TAR, TAR.GZ or a folder'
      ]
    });
  });

  it('keeps everything else when one archive cannot be opened', async () => {
    const { paths, problems } = await open(dropFile('bad.zip', 'no zip'), dropFile('a.jsonl', 'a'));
    expect(paths).toEqual(['a.jsonl']);
    expect(problems).toEqual([
      'bad.zip: not a ZIP, or cut short; got no end of a ZIP in it, expected a whole ZIP'
    ]);
  });

  it('takes the later of two files with one path, silently only when they are the same', async () => {
    const { tree, problems } = await openFiles([dropFile('a.jsonl', 'old'), dropFile('a.jsonl', 'newer')]);
    expect(new TextDecoder().decode(await tree.get('a.jsonl')!.read())).toBe('newer');
    expect(problems.map(formatProblem)).toEqual([
      'a.jsonl: two different files have this path; the later one is read; got 3 and 5 bytes, expected one file a path'
    ]);
    expect((await open(dropFile('a.jsonl', 'same'), dropFile('a.jsonl', 'same'))).problems).toEqual([]);
  });

  it('never mixes the files of two archives with one path: the later one is read alone', async () => {
    const earlier = makeZip([
      { name: 'm_vqa.jsonl', data: 'a' },
      { name: 'm_edit.jsonl', data: 'a' }
    ]);
    const later = makeZip([{ name: 'm_vqa.jsonl', data: 'other' }]);
    expect(await open(dropFile('pred.zip', earlier), dropFile('pred.zip', later))).toEqual({
      paths: ['pred.zip/m_vqa.jsonl'],
      problems: [
        `pred.zip: two different files have this path; the later one is read; got ${earlier.length} and ${later.length} bytes, expected one file a path`
      ]
    });
    expect((await open(dropFile('pred.zip', later), dropFile('pred.zip', later))).problems).toEqual([]);
  });

  it('can be stopped', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    await expect(openFiles([dropFile('a.jsonl', 'a')], abort.signal)).rejects.toThrow('enough');
  });

  it('says which file can no longer be read', async () => {
    const file = new File(['x'], 'a.jsonl');
    file.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    const { tree } = await openFiles([{ path: 'run/a.jsonl', file }]);
    await expect(tree.get('run/a.jsonl')!.read()).rejects.toThrow(
      'run/a.jsonl: the file cannot be read any more; got NotFoundError, expected the file as it was dropped (drop it again)'
    );
  });
});
