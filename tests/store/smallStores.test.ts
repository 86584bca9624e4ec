import { keys } from 'idb-keyval';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Assignment, Rating } from '../../src/lib/experts/assignment';
import type { StoredAnswer } from '../../src/lib/judge/AnswerStore';
import type { BatchJob } from '../../src/lib/judge/batch/BatchJob';
import { makeRun } from '../report/makeRun';
import { closeBrowser, openBrowser, refuseStorage } from './ownBrowser';

beforeEach(openBrowser);
afterEach(() => vi.restoreAllMocks());
afterAll(closeBrowser);

const blocked = new DOMException('no', 'SecurityError');

describe('the paid answers of the judge', () => {
  const answerOf = (key: string, attempt: number) =>
    ({ key, attempt, text: `${key} ${attempt}` }) as unknown as StoredAnswer;

  it('come back by question, in the order in which they were given', async () => {
    const { judgeAnswers, listAnswers } = await import('../../src/lib/store/judgeAnswers');
    for (const [key, attempt] of [
      ['k1', 1],
      ['k2', 15],
      ['k1', 0]
    ] as const)
      await judgeAnswers.write(answerOf(key, attempt));
    expect(await judgeAnswers.read(['k2', 'none', 'k1'])).toEqual([
      [answerOf('k2', 15)],
      [],
      [answerOf('k1', 0), answerOf('k1', 1)]
    ]);
    expect(await listAnswers()).toHaveLength(3);
  });

  it('that cannot be read stop everything: they would be paid for again', async () => {
    refuseStorage('judge-answers', blocked);
    const { judgeAnswers, listAnswers } = await import('../../src/lib/store/judgeAnswers');
    for (const reading of [judgeAnswers.read(['k']), listAnswers()])
      await expect(reading).rejects.toThrow(/does not let the page keep answers, so nothing is asked/);
    await expect(judgeAnswers.write(answerOf('k', 0))).rejects.toThrow();
  });

  it('survive that the browser closes the connection', async () => {
    const { judgeAnswers } = await import('../../src/lib/store/judgeAnswers');
    const opened: IDBDatabase[] = [];
    const open = indexedDB.open.bind(indexedDB);
    vi.spyOn(indexedDB, 'open').mockImplementation((name) => {
      const request = open(name);
      request.addEventListener('success', () => opened.push(request.result));
      return request;
    });
    await judgeAnswers.write(answerOf('k', 0));
    opened[0]!.close();
    expect(await judgeAnswers.read(['k'])).toEqual([[answerOf('k', 0)]]);
    expect(opened).toHaveLength(2);
    // As when a newer version of the page opens it in another tab.
    opened[1]!.onversionchange?.(new Event('versionchange') as IDBVersionChangeEvent);
    expect(await judgeAnswers.read(['k'])).toEqual([[answerOf('k', 0)]]);
    opened[2]!.onclose?.(new Event('close'));
    expect(await judgeAnswers.read(['k'])).toEqual([[answerOf('k', 0)]]);
    expect(opened).toHaveLength(4);
  });

  it('are asked for in batches, the newest first', async () => {
    const { listBatches, removeBatch, writeBatch } = await import('../../src/lib/store/judgeBatches');
    const job = (id: string, submittedAt: string) => ({ id, submittedAt }) as BatchJob;
    for (const one of [job('a', '2026-01-01'), job('c', '2026-03-01'), job('b', '2026-02-01')])
      await writeBatch(one);
    expect((await listBatches()).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    await removeBatch('c');
    expect((await listBatches()).map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

describe('what was said of files', () => {
  it('is kept by the shape of their fields, the last hundred, and taken back by nothing', async () => {
    const { readMappings, writeMapping } = await import('../../src/lib/store/fieldMappings');
    for (let i = 0; i < 102; i++) await writeMapping(`shape ${i}`, { response: `text ${i}` });
    await writeMapping('shape 50', { response: 'new' });
    await writeMapping('shape 60', {});
    const kept = await readMappings();
    expect(kept.size).toBe(99);
    expect([...kept.keys()].slice(0, 1)).toEqual(['shape 2']);
    expect([...kept.entries()].at(-1)).toEqual(['shape 50', { response: 'new' }]);
    expect(kept.has('shape 60')).toBe(false);
  });

  it('is asked again where nothing is kept', async () => {
    refuseStorage('settings', blocked);
    const { readMappings, writeMapping } = await import('../../src/lib/store/fieldMappings');
    await writeMapping('shape', { response: 'text' });
    expect((await readMappings()).size).toBe(0);
  });
});

describe('reviews', () => {
  const assignment = (digest: string, createdAt: string, ...items: string[]) =>
    ({ digest, createdAt, items: items.map((id) => ({ id })) }) as unknown as Assignment;
  const review = (one: Assignment) => ({ assignment: one, rater: '', files: [], choices: {} }) as never;
  const rating = (item: string) => ({ item, comment: item }) as unknown as Rating;

  it('are kept by the version of their assignment, with the ratings given here', async () => {
    const store = await import('../../src/lib/store/reviews');
    const [a, b] = [assignment('a', '2026-01-01', 'i1', 'i2'), assignment('b', '2026-02-01', 'i1')];
    for (const one of [a, b]) await store.writeReview(review(one));
    await store.writeOwnRating(a, rating('i2'));
    await store.writeOwnRating(b, rating('i1'));
    expect((await store.listReviews()).map((one) => one.assignment.digest)).toEqual(['b', 'a']);
    expect([...(await store.listOwnRatings(a)).entries()]).toEqual([['i2', rating('i2')]]);
    const own = await store.listOwnRatings(a);
    await store.deleteReview('a');
    expect(await store.readReview('a')).toBeNull();
    expect((await store.listOwnRatings(a)).size).toBe(0);
    expect((await store.listOwnRatings(b)).size).toBe(1);
    await store.restoreReview(review(a), own);
    expect((await store.readReview('a'))?.assignment.digest).toBe('a');
    expect(await store.listOwnRatings(a)).toEqual(own);
  });
});

describe('the folders of runs', () => {
  /** IndexedDB copies a handle; the copy means the same folder. */
  const handle = (name: string) => ({ name }) as unknown as FileSystemHandle;
  const same = (one: FileSystemHandle) => ({
    ...one,
    isSameEntry: (other: FileSystemHandle) => Promise.resolve(other.name === one.name)
  });

  it('are each kept once a run, and forgotten with it', async () => {
    const folders = await import('../../src/lib/store/runFolders');
    expect(
      await folders.joinHandles(['a', 'b', 'a'].map((name) => same(handle(name)) as FileSystemHandle))
    ).toMatchObject([{ name: 'a' }, { name: 'b' }]);
    await folders.writeRunFolders([{ id: 'r1' }, { id: 'r2' }], [handle('a')]);
    await folders.writeRunFolders([{ id: 'r1' }], []);
    expect(await folders.readRunFolders('r1')).toEqual([{ name: 'a' }]);
    await folders.sweepRunFolders(new Set(['r2']));
    expect(await folders.readRunFolders('r1')).toEqual([]);
    expect(await folders.listRunFolders()).toEqual([{ name: 'a' }]);
  });

  it('that Explore had open are no run’s, and stay when runs are swept', async () => {
    const folders = await import('../../src/lib/store/runFolders');
    await folders.writeExploredFolders([handle('shards')]);
    await folders.sweepRunFolders(new Set());
    expect(await folders.readExploredFolders()).toEqual([{ name: 'shards' }]);
    expect(await folders.listRunFolders()).toEqual([]);
  });

  it('are none in a browser that keeps none', async () => {
    refuseStorage('run-folders', blocked);
    const folders = await import('../../src/lib/store/runFolders');
    await folders.writeRunFolders([{ id: 'r1' }], [handle('a')]);
    expect([await folders.readRunFolders('r1'), await folders.listRunFolders()]).toEqual([[], []]);
  });
});

describe('pictures', () => {
  it('of runs that are no more are swept, those of others stay', async () => {
    const { storedPictures, sweepPictures } = await import('../../src/lib/store/runPictures');
    const { listRunImages, writeRunImages } = await import('../../src/lib/store/runImages');
    const { writeRun } = await import('../../src/lib/store/runs');
    const file = (sha256: string) => ({ path: 'x.png', sizeBytes: 1, sha256 });
    const imagesOf = (runId: string, reference: string, output: string) => ({
      runId,
      scoredAt: '2026',
      rows: { 'a:1': { reference: file(reference), output: file(output) } }
    });
    await writeRun({ ...makeRun([], { id: 'here' }), source: '', fingerprints: [] });
    await writeRunImages(imagesOf('here', 'shared', 'own'));
    await writeRunImages(imagesOf('gone', 'shared', 'lost'));
    await storedPictures.write(['shared', 'own', 'lost', 'orphan'].map((name) => [name, new Uint8Array(1)]));
    await sweepPictures();
    expect((await storedPictures.list()).toSorted()).toEqual(['own', 'shared']);
    expect((await listRunImages()).map(({ runId }) => runId)).toEqual(['here']);
  });

  it('are not swept while the runs cannot be read', async () => {
    refuseStorage('run-summaries', blocked);
    const { storedPictures, sweepPictures } = await import('../../src/lib/store/runPictures');
    await storedPictures.write([['a', new Uint8Array(1)]]);
    await sweepPictures();
    expect(await storedPictures.list()).toEqual(['a']);
  });

  it('are measured in stretches of five hundred', async () => {
    const { storedPictures } = await import('../../src/lib/store/runPictures');
    const names = Array.from({ length: 1001 }, (_, i) => `p${String(i).padStart(4, '0')}`);
    await storedPictures.write(names.map((name, i) => [name, new Uint8Array(i % 7)]));
    const sizes = await storedPictures.measure();
    expect([...sizes.keys()]).toEqual(names);
    expect(sizes.get('p0013')).toBe(6);
    expect((await storedPictures.read(['p0003', 'none'])).map((bytes) => bytes?.length)).toEqual([
      3,
      undefined
    ]);
    await storedPictures.clear();
    expect((await storedPictures.measure()).size).toBe(0);
  });

  it('are wanted unless somebody said no, and not where nothing can be kept', async () => {
    const pictures = await import('../../src/lib/store/runPictures');
    expect(await pictures.keepsPictures()).toBe(true);
    await pictures.switchPictures(false);
    expect([await pictures.keepsPictures(), await pictures.openPictureShelf()]).toEqual([false, null]);
    await pictures.switchPictures(true);
    refuseStorage('pictures', blocked);
    expect(await pictures.openPictureShelf()).toBeNull();
    openBrowser();
    refuseStorage('settings', blocked);
    const other = await import('../../src/lib/store/runPictures');
    expect(await other.keepsPictures()).toBe(false);
  });
});

describe('what this site keeps', () => {
  it('is counted and estimated by kind, and what can be had again is cleared', async () => {
    const use = await import('../../src/lib/store/storageUse');
    const { writeRun } = await import('../../src/lib/store/runs');
    const { storedPictures } = await import('../../src/lib/store/runPictures');
    const { pictures } = await import('../../src/lib/store/databases');
    await writeRun({ ...makeRun([]), source: '', fingerprints: [] });
    await storedPictures.write(Array.from({ length: 300 }, (_, i) => [`p${i}`, new Uint8Array(10)]));
    const measured = await use.measureKinds();
    expect(measured.map(({ kind }) => kind)).toEqual([...use.storedKinds]);
    expect(measured.find(({ kind }) => kind === 'runs')).toEqual({ kind: 'runs', count: 1, sizeBytes: 0 });
    expect(measured.find(({ kind }) => kind === 'pictures')).toEqual({
      kind: 'pictures',
      count: 300,
      sizeBytes: 3000
    });
    expect(measured.find(({ kind }) => kind === 'models')).toEqual({
      kind: 'models',
      count: 0,
      sizeBytes: 0
    });
    await use.clearKind('pictures');
    expect(await keys(pictures())).toEqual([]);
  });

  it('cannot be told where it cannot be read', async () => {
    refuseStorage('run-summaries', blocked);
    const { measureKinds } = await import('../../src/lib/store/storageUse');
    await expect(measureKinds()).rejects.toThrow(blocked.message);
  });

  it('is as large as its JSON, binary data as it is', async () => {
    const { measureBytes } = await import('../../src/lib/store/storageUse');
    for (const value of ['text', 12.5, null, true, [1, 22], { key: 'value', other: [] }])
      expect(Math.abs(measureBytes(value) - JSON.stringify(value).length)).toBeLessThanOrEqual(2);
    expect(measureBytes(new Uint8Array(7))).toBe(7);
    expect(measureBytes(new ArrayBuffer(8))).toBe(8);
    expect(measureBytes(new Blob(['abc']))).toBe(3);
    expect(measureBytes(new Map([['k', new Uint8Array(100)]]))).toBeGreaterThan(100);
  });

  it('is what the browser says of the whole site, as far as it says it', async () => {
    const { measureSite, persistSite } = await import('../../src/lib/store/storageUse');
    const storage = {
      estimate: () => Promise.resolve({ usage: 5, quota: 10 }),
      persisted: () => Promise.resolve(true),
      persist: () => Promise.resolve(false)
    };
    vi.stubGlobal('navigator', { storage });
    expect(await measureSite()).toEqual({ usedBytes: 5, grantedBytes: 10, isPersisted: true });
    expect(await persistSite()).toBe(false);
    const none = { usedBytes: null, grantedBytes: null, isPersisted: null };
    const refuse = () => Promise.reject(new Error('no'));
    vi.stubGlobal('navigator', { storage: { ...storage, estimate: refuse, persisted: refuse } });
    expect(await measureSite()).toEqual(none);
    vi.stubGlobal('navigator', {});
    expect(await measureSite()).toEqual(none);
  });
});

describe('a tab', () => {
  it('keeps small texts under the site’s name, where it may', async () => {
    const { tabStore } = await import('../../src/lib/store/tabStore');
    const kept = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => kept.set(key, text),
      removeItem: (key: string) => kept.delete(key)
    });
    expect([tabStore.read('a'), tabStore.write('a', 'x'), tabStore.read('a')]).toEqual([null, true, 'x']);
    expect([...kept.keys()]).toEqual(['medgen-bench-viewer:a']);
    tabStore.remove('a');
    expect(tabStore.read('a')).toBeNull();
    vi.stubGlobal('sessionStorage', undefined);
    tabStore.remove('a');
    expect([tabStore.write('a', 'x'), tabStore.read('a')]).toEqual([false, null]);
  });

  it('asks the judge alone', async () => {
    const { askAlone } = await import('../../src/lib/store/askAlone');
    const work = vi.fn(() => Promise.resolve());
    const request =
      (isFree: boolean) => (name: string, options: object, ask: (lock: object | null) => Promise<void>) => {
        expect([name, options]).toEqual(['medgen-bench-viewer:judge', { ifAvailable: true }]);
        return ask(isFree ? {} : null);
      };
    vi.stubGlobal('navigator', { locks: { request: request(true) } });
    await askAlone(work);
    vi.stubGlobal('navigator', {});
    await askAlone(work);
    expect(work).toHaveBeenCalledTimes(2);
    vi.stubGlobal('navigator', { locks: { request: request(false) } });
    await expect(askAlone(work)).rejects.toThrow(/being asked already, here or in another tab/);
    expect(work).toHaveBeenCalledTimes(2);
  });
});
