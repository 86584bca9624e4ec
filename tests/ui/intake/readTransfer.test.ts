import { describe, expect, it } from 'vitest';
import { readTransfer } from '../../../src/lib/ui/intake/readTransfer';

/** What the reader uses of the browser's entries; the real ones exist only in a browser. */
function makeFile(fullPath: string, isReadable = true): FileSystemEntry {
  return {
    isFile: true,
    isDirectory: false,
    fullPath,
    file: (resolve: (file: File) => void, reject: (error: Error) => void) =>
      isReadable ? resolve(new File([fullPath], fullPath)) : reject(new Error('NotFoundError'))
  } as unknown as FileSystemEntry;
}

/** A folder that hands out at most 100 entries a call, as browsers do. */
function makeFolder(fullPath: string, children: readonly FileSystemEntry[]): FileSystemEntry {
  let given = 0;
  const readEntries = (resolve: (entries: readonly FileSystemEntry[]) => void): void => {
    resolve(children.slice(given, given + 100));
    given += 100;
  };
  return {
    isFile: false,
    isDirectory: true,
    fullPath,
    createReader: () => ({ readEntries })
  } as unknown as FileSystemEntry;
}

function makeTransfer(entries: readonly (FileSystemEntry | File)[]): DataTransfer {
  const items = entries.map((entry) => ({
    kind: 'file',
    webkitGetAsEntry: () => (entry instanceof File ? null : entry),
    getAsFile: () => (entry instanceof File ? entry : null)
  }));
  return { items } as unknown as DataTransfer;
}

const pathsOf = async (transfer: DataTransfer): Promise<string[]> =>
  (await readTransfer(transfer)).files.map(({ path }) => path);

describe('a drop', () => {
  it('gives files of nested folders with their paths', async () => {
    const run = makeFolder('/run', [
      makeFile('/run/a.jsonl'),
      makeFolder('/run/img', [makeFile('/run/img/1.png')])
    ]);
    expect(await pathsOf(makeTransfer([run]))).toEqual(['run/a.jsonl', 'run/img/1.png']);
  });

  it('reads folders of more than 100 entries to their end', async () => {
    const children = Array.from({ length: 250 }, (_, i) => makeFile(`/run/${i}.png`));
    expect(await pathsOf(makeTransfer([makeFolder('/run', children)]))).toHaveLength(250);
  });

  it('says how many files there are so far, and can be stopped', async () => {
    const children = Array.from({ length: 350 }, (_, i) => makeFile(`/run/${i}.png`));
    const [stop, counts] = [new AbortController(), [] as number[]];
    const onfound = (count: number): void => {
      counts.push(count);
      if (count === 200) stop.abort(new Error('stopped'));
    };
    const reading = readTransfer(makeTransfer([makeFolder('/run', children)]), {
      signal: stop.signal,
      onfound
    });
    await expect(reading).rejects.toThrow('stopped');
    expect(counts).toEqual([100, 200]);
  });

  it('takes plain files where the browser gives no entries', async () => {
    expect(await pathsOf(makeTransfer([new File(['x'], 'run.zip')]))).toEqual(['run.zip']);
  });

  it('names what cannot be opened and reads the rest', async () => {
    const run = makeFolder('/run', [makeFile('/run/gone.png', false), makeFile('/run/a.jsonl')]);
    const { files, unreadable } = await readTransfer(makeTransfer([run]));
    expect(files.map(({ path }) => path)).toEqual(['run/a.jsonl']);
    expect(unreadable).toEqual(['run/gone.png']);
  });

  it('gives the handles that the browser has, all taken before anything is awaited', async () => {
    let isOver = false;
    const handleOf = (name: string) => ({ kind: 'directory', name });
    const items = ['run', 'dataset'].map((name) => ({
      kind: 'file',
      webkitGetAsEntry: () => makeFolder(`/${name}`, [makeFile(`/${name}/a.jsonl`)]),
      getAsFile: () => null,
      getAsFileSystemHandle: () => Promise.resolve(isOver ? null : handleOf(name))
    }));
    const reading = readTransfer({ items } as unknown as DataTransfer);
    isOver = true;
    expect((await reading).handles).toEqual([handleOf('run'), handleOf('dataset')]);
  });

  it('reads the files all the same where the browser refuses a handle', async () => {
    const item = {
      kind: 'file',
      webkitGetAsEntry: () => makeFile('/a.jsonl'),
      getAsFile: () => null,
      getAsFileSystemHandle: () => Promise.reject(new Error('NotAllowedError'))
    };
    const { files, handles } = await readTransfer({ items: [item] } as unknown as DataTransfer);
    expect([files.map(({ path }) => path), handles]).toEqual([['a.jsonl'], []]);
  });
});
