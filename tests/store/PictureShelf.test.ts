import { describe, expect, it } from 'vitest';
import { PictureShelf, rankOldest } from '../../src/lib/store/PictureShelf';
import type { RunImages } from '../../src/lib/store/runImages';
import { makeMemoryBytes } from './memoryBytes';

const jpeg = (sizeBytes: number): Uint8Array<ArrayBuffer> => new Uint8Array(sizeBytes);

/** A run of one row. */
function makeRun(scoredAt: string, reference: string, output: string): RunImages {
  const file = (sha256: string) => ({ path: `${sha256}.png`, sizeBytes: 1, sha256 });
  const rows = { 'a.jsonl:1': { reference: file(reference), output: file(output) } };
  return { runId: scoredAt, scoredAt, rows };
}

describe('small pictures', () => {
  it('are stored once an image, and are there again later', async () => {
    const store = makeMemoryBytes();
    const shelf = await PictureShelf.open(store, 100);
    expect(shelf.lacks('a')).toBe(true);
    shelf.keep('a', jpeg(10));
    expect(shelf.lacks('a')).toBe(false);
    expect(store.kept.size).toBe(0);
    await shelf.flush();
    expect([...store.kept.keys()]).toEqual(['a']);
    expect((await PictureShelf.open(store, 100)).lacks('a')).toBe(false);
  });

  it('never take more than their bound: what does not fit is not kept', async () => {
    const store = makeMemoryBytes();
    const shelf = await PictureShelf.open(store, 100);
    for (let i = 0; i < 30; i++) {
      shelf.keep(`image ${i}`, jpeg(7));
      if (i % 4 === 0) await shelf.flush();
    }
    await shelf.flush();
    const stored = [...(await store.measure()).values()].reduce((total, bytes) => total + bytes, 0);
    expect(stored).toBe(98);
    expect(shelf.totalBytes).toBe(98);
  });

  it('of the oldest runs make room for new ones, not those that this visit uses', async () => {
    const kept = new Map(['orphan', 'old', 'shared', 'new'].map((name) => [name, jpeg(25)] as const));
    const store = makeMemoryBytes(kept);
    const runs = [makeRun('2026-11-02', 'shared', 'new'), makeRun('2026-11-01', 'shared', 'old')];
    const shelf = await PictureShelf.open(store, 100, runs);
    expect(shelf.lacks('old')).toBe(false);
    shelf.keep('fresh', jpeg(25));
    await shelf.flush();
    expect([...kept.keys()]).toEqual(['old', 'shared', 'new', 'fresh']);
    shelf.keep('fresher', jpeg(25));
    await shelf.flush();
    expect([...kept.keys()]).toEqual(['old', 'new', 'fresh', 'fresher']);
  });

  it('stay as many as they are where the store refuses', async () => {
    const store = { ...makeMemoryBytes(), write: () => Promise.reject(new Error('QuotaExceededError')) };
    const shelf = await PictureShelf.open(store, 100);
    shelf.keep('a', jpeg(10));
    await expect(shelf.flush()).rejects.toThrow('QuotaExceededError');
    expect(shelf.totalBytes).toBe(0);
  });
});

it('pictures of no run go first, then those whose newest run is oldest', () => {
  const runs = [makeRun('2026-11-02', 'b', 'c'), makeRun('2026-11-01', 'b', 'a')];
  expect(rankOldest(['c', 'b', 'a', 'none'], runs)).toEqual(['none', 'a', 'c', 'b']);
});
