import { describe, expect, it } from 'vitest';
import { FileTree, type FileEntry } from '../../src/lib/dataset/FileTree';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import type { Drop, SystemPredictions } from '../../src/lib/predictions/drop';
import { identifySource } from '../../src/lib/predictions/identifySource';
import { matchRun } from '../../src/lib/run/matchRun';
import type { RunImages } from '../../src/lib/store/runImages';
import { sha256 } from '../images/codecFiles';

const system = { rows: [{ status: 'unscored', record: { sample_id: 'a' } }] } as unknown as SystemPredictions;
const source = await identifySource(system);

const entryOf = (path: string, text: string): FileEntry => makeBlobEntry(path, new Blob([text]), 0);

/** Scored from twenty outputs, each with its number in it. */
const images: RunImages = {
  runId: 'r',
  scoredAt: '2026-11-28',
  rows: Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => {
      const bytes = Buffer.from(`image ${10 + i}`);
      const output = { path: `run/img/${i}.png`, sizeBytes: bytes.length, sha256: sha256(bytes) };
      return [`run/a.jsonl:${i}`, { reference: null, output }];
    })
  )
};

/** The same files, some of them otherwise or gone. */
function makeDrop(
  folder: string,
  textOf: (i: number) => string | null = (i) => `image ${10 + i}`,
  systems: readonly SystemPredictions[] = []
): Drop {
  const entries = Array.from({ length: 20 }, (_, i) => {
    const text = textOf(i);
    return text === null ? [] : [entryOf(`${folder}/${i}.png`, text)];
  });
  return { tree: new FileTree(entries.flat()), systems, source: null } as unknown as Drop;
}

describe('files and a run', () => {
  it('match by name, size and hash, wherever they were dropped from', async () => {
    expect(await matchRun({ source, images }, makeDrop('run/img'))).toEqual({ status: 'same' });
    expect(await matchRun({ source, images }, makeDrop('copy/run/img'))).toEqual({ status: 'same' });
  });

  it('do not match where other files have other names', async () => {
    expect(
      await matchRun(
        { source, images },
        makeDrop('run/img', () => null)
      )
    ).toEqual({ status: 'other' });
  });

  it.each([
    ['size', 'an image'],
    ['content', 'image !!']
  ])('have changed where an image has another %s', async (_, text) => {
    const drop = makeDrop('run/img', (i) => (i === 0 ? text : `image ${10 + i}`));
    expect(await matchRun({ source, images }, drop)).toEqual({
      status: 'changed',
      what: 'run/img/0.png is not the image that was scored'
    });
  });

  it('have changed where some of the images are gone', async () => {
    const drop = makeDrop('run/img', (i) => (i === 0 ? null : `image ${10 + i}`));
    expect(await matchRun({ source, images }, drop)).toEqual({
      status: 'changed',
      what: 'run/img/0.png is not among the files'
    });
  });

  it('match by their records where the run has no images', async () => {
    const none = { ...images, rows: {} };
    expect(
      await matchRun(
        { source, images: none },
        makeDrop('x', () => null, [system])
      )
    ).toEqual({
      status: 'same'
    });
    expect(
      await matchRun(
        { source: 'other', images: null },
        makeDrop('x', () => null, [system])
      )
    ).toEqual({
      status: 'other'
    });
  });

  it('of a run that does not say what it was scored from are not told', async () => {
    expect(await matchRun({ source: '', images: null }, makeDrop('run/img'))).toEqual({ status: 'unknown' });
  });
});
