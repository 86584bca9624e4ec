import 'fake-indexeddb/auto';
import { keys, set } from 'idb-keyval';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ScoreRow } from '../../src/lib/core/score';
import { contents } from '../../src/lib/store/databases';
import { deleteContents, readContents, writeContents } from '../../src/lib/store/runContents';

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
  beforeEach(() => deleteContents('run'));

  it.each([
    [0, 0],
    [1, 0],
    [1000, 1],
    [1001, 2500],
    [7, 3000]
  ])('come back as they were written: %i rows, %i problems', async (count, problemCount) => {
    const written = makeContents(count, problemCount);
    await writeContents('run', written);
    expect(await readContents('run')).toEqual(written);
  });

  it('lie in pieces, of which none is left when they are written anew or deleted', async () => {
    await writeContents('run', makeContents(5000));
    expect(await keys(contents())).toHaveLength(6);
    await writeContents('run', makeContents(1500));
    expect(await readContents('run')).toEqual(makeContents(1500));
    expect(await keys(contents())).toHaveLength(3);
    await deleteContents('run');
    expect(await keys(contents())).toEqual([]);
    expect(await readContents('run')).toBeNull();
  });

  it('stay as they were while new ones are being written', async () => {
    await writeContents('run', makeContents(3));
    const writing = writeContents('run', makeContents(2000));
    const read = await readContents('run');
    await writing;
    expect([3, 2000]).toContain(read?.rows.length);
  });

  it('of earlier releases lie in one piece, and are read', async () => {
    const old = makeContents(2, 1);
    await set('run', old, contents());
    expect(await readContents('run')).toEqual(old);
    await writeContents('run', makeContents(1));
    expect(await readContents('run')).toEqual(makeContents(1));
  });
});
