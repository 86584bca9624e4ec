import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeBlobEntry, type FileEntry } from '../../src/lib/dataset/FileEntry';
import { FileTree } from '../../src/lib/dataset/FileTree';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { sniffEntries } from '../../src/lib/predictions/sniffEntries';

const entry = (path: string, content: BlobPart): FileEntry => makeBlobEntry(path, new Blob([content]), 0);

async function sniff(...entries: FileEntry[]) {
  const { texts, tables } = await sniffEntries(new FileTree(entries), new Pacer());
  return { texts: texts.map(({ path }) => path), tables: tables.map(({ path }) => path) };
}

interface Sorted {
  readonly texts: readonly string[];
  readonly tables: readonly string[];
}

const text: Sorted = { texts: ['x'], tables: [] };
const table: Sorted = { texts: [], tables: ['x'] };
const neither: Sorted = { texts: [], tables: [] };
const page = '<!DOCTYPE html>\n<p>Sign in</p>';
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\n';
const utf16 = (written: string) => new Uint8Array(Buffer.from(written, 'utf16le'));

describe('files of records', () => {
  it.each<[what: string, endings: readonly string[], content: BlobPart, expected: Sorted]>([
    ['text', ['jsonl', 'ndjson', 'jsonlines', 'json', 'csv', 'tsv', 'JSONL'], 'anything', text],
    ['nothing at all', ['jsonl', 'csv'], '', text],
    ['a Parquet file', ['parquet', 'parq', 'pq', 'jsonl', 'dat', 'PARQUET'], 'PAR1…', table],
    ['text that begins like a Parquet file', ['jsonl', 'csv'], 'PAR2', text],
    ['a Parquet file that is cut short', ['parquet', 'parq', 'pq'], 'PAR', table],
    ['a page in the place of a table', ['parquet', 'parq', 'pq'], page, text],
    ['a pointer in the place of a table', ['parquet', 'parq', 'pq'], pointer, text],
    ['JSON', ['txt', 'jl', 'tab', 'dat', 'out', ''], '\n \r\n  {"sample_id": "v1"}', text],
    ['a JSON array', ['txt', 'out'], '[{"sample_id": "v1"}]', text],
    ['JSON in UTF-16', ['txt'], utf16('{"sample_id": "v1"}'), text],
    ['a table by its header', ['txt', 'tab'], 'sample_id\tresponse\nv1\tB\n', text],
    ['prose', ['txt', 'dat', 'out', ''], 'The lesion {1} grows.\n{"a": 1}', neither],
    ['nothing at all', ['txt', ''], '', neither],
    ['JSON under the name of something else', ['png', 'md', 'py'], '{"sample_id": "v1"}', neither]
  ])('are told by their first bytes: %s', async (_, endings, content, expected) => {
    for (const ending of endings) {
      const path = ending === '' ? 'x' : `x.${ending}`;
      const named = (paths: readonly string[]) => paths.map(() => path);
      expect(await sniff(entry(path, content))).toEqual({
        texts: named(expected.texts),
        tables: named(expected.tables)
      });
    }
  });

  it.each(['x.gz', 'x.jsonl', 'x.txt'])('are unpacked: %s', async (path) => {
    const packed = entry(path, new Uint8Array(gzipSync('{"a": 1}\n')));
    const { texts } = await sniffEntries(new FileTree([packed]), new Pacer());
    expect(texts.map((one) => one.path)).toEqual([path]);
    expect(new TextDecoder().decode(await texts[0]!.read())).toBe('{"a": 1}\n');
  });

  it('come in the order of their paths, whatever the order of the drop', async () => {
    const paths = ['b', 'c', 'a'];
    const entries = paths.flatMap((name) => [entry(`${name}.jsonl`, '{}'), entry(`${name}.pq`, 'PAR1')]);
    expect(await sniff(...entries)).toEqual({
      texts: ['a.jsonl', 'b.jsonl', 'c.jsonl'],
      tables: ['a.pq', 'b.pq', 'c.pq']
    });
  });

  it('are read in archives, too: piece by piece, or whole where there are no pieces', async () => {
    const { blob: _, stream, ...whole } = entry('x.dat', 'PAR1');
    const base = { path: 'x.dat', sizeBytes: 4, modifiedMs: 0 };
    const refuse = () => Promise.reject(new Error('not asked for'));
    expect(await sniff({ ...base, stream: stream!, read: refuse })).toEqual({ texts: [], tables: ['x.dat'] });
    expect(await sniff({ ...base, read: whole.read })).toEqual({ texts: [], tables: ['x.dat'] });
  });

  it('that cannot be read are what their names say', async () => {
    const gone = (path: string): FileEntry => ({
      path,
      sizeBytes: 9,
      modifiedMs: 0,
      read: () => Promise.reject(new Error('gone'))
    });
    expect(await sniff(gone('a.jsonl'), gone('b.pq'), gone('c.txt'))).toEqual({
      texts: ['a.jsonl'],
      tables: ['b.pq']
    });
  });

  it('let the page do its work between them where that is due', async () => {
    for (const [isDue, expected] of [
      [true, 2],
      [false, 0]
    ] as const) {
      let pauses = 0;
      const pacer = { isDue, pause: () => Promise.resolve(void pauses++) } as unknown as Pacer;
      await sniffEntries(new FileTree([entry('a.jsonl', ''), entry('b.png', ''), entry('c.csv', '')]), pacer);
      expect(pauses).toBe(expected);
    }
  });
});
