import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Drop } from '../../src/lib/predictions/drop';
import { predictions, vqaRecord } from '../predictions/records';
import { closeBrowser, openBrowser } from '../store/ownBrowser';

type Folders = readonly FileSystemHandle[];
let remembered: Readonly<Record<string, Folders>> = {};

/** IndexedDB keeps handles as only a browser can. */
vi.mock('../../src/lib/store/runFolders', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../src/lib/store/runFolders')>()),
  readRunFolders: (id: string) => Promise.resolve(remembered[id] ?? []),
  listRunFolders: () => Promise.resolve(Object.values(remembered).flat())
}));

interface FolderFacts {
  readonly query?: PermissionState;
  readonly request?: PermissionState;
  readonly isGone?: boolean;
}

/** A folder on the disk with one file of predictions; the browser answers as told. */
function makeFolder(
  name: string,
  { query = 'prompt', request = 'granted', isGone = false }: FolderFacts = {}
) {
  const { file } = predictions('gpt_vqa.jsonl', vqaRecord('v1'));
  const inside = { kind: 'file', name: 'gpt_vqa.jsonl', getFile: () => Promise.resolve(file) };
  const folder = {
    kind: 'directory',
    name,
    isSameEntry: (other: FileSystemHandle) => Promise.resolve(other.name === name),
    queryPermission: vi.fn(() => Promise.resolve(query)),
    requestPermission: vi.fn(() => Promise.resolve(request)),
    async *entries() {
      await Promise.resolve();
      if (isGone) throw new DOMException('moved', 'NotFoundError');
      yield [inside.name, inside];
    }
  };
  return folder as unknown as FileSystemHandle & typeof folder;
}

let runFiles: InstanceType<typeof import('../../src/lib/state/RunFiles.svelte').RunFiles>;
let session: InstanceType<typeof import('../../src/lib/state/ScoreSession.svelte').ScoreSession>;

beforeEach(async () => {
  openBrowser();
  remembered = {};
  ({ runFiles } = await import('../../src/lib/state/RunFiles.svelte'));
  ({ session } = await import('../../src/lib/state/ScoreSession.svelte'));
});

afterEach(() => vi.restoreAllMocks());
afterAll(closeBrowser);

describe('the folders of runs on show', () => {
  it('are read at once where the browser lets the page', async () => {
    remembered = { r1: [makeFolder('a', { query: 'granted' })] };
    await runFiles.follow(['r1']);
    expect([runFiles.name, session.step, session.found]).toEqual(['a', 'ready', 1]);
    expect([runFiles.isHere, runFiles.isReading, runFiles.failure]).toEqual([true, false, '']);
  });

  it('wait for a click where it has to ask, and are then read', async () => {
    const folder = makeFolder('a');
    remembered = { r1: [folder] };
    await runFiles.follow(['r1']);
    expect([session.step, runFiles.isHere]).toEqual(['empty', false]);
    expect(folder.requestPermission).not.toHaveBeenCalled();
    await runFiles.reconnect();
    expect(folder.requestPermission).toHaveBeenCalledWith({ mode: 'read' });
    expect([session.step, session.found]).toEqual(['ready', 1]);
  });

  it('are each asked for once, of several runs too, and named in a word', async () => {
    const [a, b, c] = [makeFolder('a'), makeFolder('b'), makeFolder('c')];
    remembered = { r1: [a, b], r2: [b, c] };
    await runFiles.follow(['r1', 'r2', 'none']);
    expect(runFiles.name).toBe('a and 2 more');
    await runFiles.follow(null);
    expect(runFiles.folders).toEqual([a, b, b, c]);
    await runFiles.follow([]);
    expect([runFiles.name, runFiles.folders]).toEqual(['', []]);
  });

  it('leave the files at hand alone', async () => {
    await session.addFiles([predictions('qwen_vqa.jsonl', vqaRecord('v1'))]);
    remembered = { r1: [makeFolder('a', { query: 'granted' })] };
    await runFiles.follow(['r1']);
    expect(session.drop!.systems.map(({ system }) => system)).toEqual(['qwen']);
    expect(runFiles.name).toBe('a');
  });

  it('that the browser does not give are named, and nothing else is asked for', async () => {
    const [a, b] = [makeFolder('a', { request: 'denied' }), makeFolder('b')];
    remembered = { r1: [a, b] };
    await runFiles.follow(['r1']);
    await runFiles.reconnect();
    expect(runFiles.failure).toBe('The browser does not let the page read a. Drop it here instead.');
    expect(b.requestPermission).not.toHaveBeenCalled();
    expect(session.step).toBe('empty');
    a.requestPermission.mockRejectedValueOnce(new DOMException('not at a click', 'SecurityError'));
    await runFiles.reconnect();
    expect(runFiles.failure).toMatch(/does not let the page read a\./);
  });

  it('that are no longer there are named', async () => {
    remembered = { r1: [makeFolder('a', { isGone: true })] };
    await runFiles.follow(['r1']);
    await runFiles.reconnect();
    expect(runFiles.failure).toBe('a is no longer where it was. Drop it here instead.');
    expect(runFiles.isReading).toBe(false);
  });

  it('are not asked of a browser without handles that ask', async () => {
    const { queryPermission, requestPermission, ...bare } = makeFolder('a');
    expect([queryPermission, requestPermission].every(Boolean)).toBe(true);
    remembered = { r1: [bare as unknown as FileSystemHandle] };
    await runFiles.follow(['r1']);
    await runFiles.reconnect();
    expect(runFiles.failure).toMatch(/does not let the page read a\./);
  });

  it('of the run that was left meanwhile do not come after those of the one on show', async () => {
    const slow = makeFolder('slow');
    const { promise, resolve } = Promise.withResolvers<boolean>();
    slow.isSameEntry = () => promise;
    remembered = { r1: [slow, makeFolder('b')], r2: [makeFolder('c')] };
    const first = runFiles.follow(['r1']);
    await runFiles.follow(['r2']);
    resolve(false);
    await first;
    expect(runFiles.name).toBe('c');
  });
});

describe('the files at hand and the run on show', () => {
  it('are told to be the same, or other ones', async () => {
    await session.addFiles([predictions('gpt_vqa.jsonl', vqaRecord('v1'))]);
    const { identifySource } = await import('../../src/lib/predictions/identifySource');
    const drop = session.drop!;
    const run = { id: 'r', source: await identifySource(drop.systems[0]!) } as Parameters<
      typeof runFiles.compare
    >[0];
    await runFiles.compare(run, drop);
    expect([runFiles.match, runFiles.isHere]).toEqual([{ status: 'same' }, true]);
    await runFiles.compare({ ...run, source: 'other' }, drop);
    expect([runFiles.match, runFiles.isHere]).toEqual([{ status: 'other' }, false]);
    await Promise.all([runFiles.compare(run, drop), runFiles.compare({ ...run, source: 'other' }, drop)]);
    expect(runFiles.match).toEqual({ status: 'other' });
    const slow = runFiles.compare(run, drop);
    await runFiles.compare(run, null);
    await slow;
    expect(runFiles.match).toBeNull();
    await runFiles.compare(run, { ...drop } as Drop);
    expect(runFiles.match).toBeNull();
  });
});
