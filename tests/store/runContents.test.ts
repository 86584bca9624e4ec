import { IDBFactory } from 'fake-indexeddb';
import { keys, set } from 'idb-keyval';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScoreRow } from '../../src/lib/core/score';

let contents: typeof import('../../src/lib/store/databases').contents;
let runContents: typeof import('../../src/lib/store/runContents');

/** A database and modules of its own: what other tests opened is none of it. */
beforeAll(async () => {
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: new IDBFactory() });
  vi.resetModules();
  ({ contents } = await import('../../src/lib/store/databases'));
  runContents = await import('../../src/lib/store/runContents');
});

afterAll(() => {
  Reflect.deleteProperty(globalThis, 'indexedDB');
  vi.resetModules();
});

const rowOf = (i: number): ScoreRow => ({ sampleId: `s${i}`, line: i }) as ScoreRow;

const makeContents = (count: number, problemCount = 0) => ({
  rows: Array.from({ length: count }, (_, i) => rowOf(i)),
  problems: Array.from({ length: problemCount }, (_, i) => ({
    code: 'unscored',
    severity: 'error' as const,
    where: { line: i },
    what: 'x'
  })),
  fingerprints: Array.from({ length: count }, (_, i) => `f${i}`)
});

describe('the contents of a run', () => {
  beforeEach(() => runContents.deleteContents('run'));

  it.each([
    [0, 0],
    [1, 0],
    [1000, 1],
    [1001, 2500],
    [7, 3000]
  ])('come back as they were written: %i rows, %i problems', async (count, problemCount) => {
    const written = makeContents(count, problemCount);
    await runContents.writeContents('run', written);
    expect(await runContents.readContents('run')).toEqual(written);
  });

  it('lie in pieces, of which none is left when they are written anew or deleted', async () => {
    await runContents.writeContents('run', makeContents(5000));
    expect(await keys(contents())).toHaveLength(6);
    await runContents.writeContents('run', makeContents(1500));
    expect(await runContents.readContents('run')).toEqual(makeContents(1500));
    expect(await keys(contents())).toHaveLength(3);
    await runContents.deleteContents('run');
    expect(await keys(contents())).toEqual([]);
    expect(await runContents.readContents('run')).toBeNull();
  });

  it('stay as they were while new ones are being written', async () => {
    await runContents.writeContents('run', makeContents(3));
    const writing = runContents.writeContents('run', makeContents(2000));
    const read = await runContents.readContents('run');
    await writing;
    expect([3, 2000]).toContain(read?.rows.length);
  });

  it('of earlier releases lie in one piece, and are read', async () => {
    const old = makeContents(2, 1);
    await set('run', old, contents());
    expect(await runContents.readContents('run')).toEqual(old);
    await runContents.writeContents('run', makeContents(1));
    expect(await runContents.readContents('run')).toEqual(makeContents(1));
  });
});
