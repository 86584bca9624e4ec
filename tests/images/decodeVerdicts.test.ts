import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { makeDecoder, sha256 } from './codecFiles';
import { readGoldenJson, readImage } from './goldenImages';

type Change = readonly [length: number] | readonly [offset: number, byte: number];
/** What changes, Pillow's verdict, and its verdict without SIMD where that is another. */
type Row = readonly [change: Change, verdict: string, withoutSimd?: string];
type Outcome = 'both refuse' | 'same pixels' | 'only we refuse' | 'only Pillow refuses' | 'other pixels';

const { files } = await readGoldenJson<{ files: Readonly<Record<string, readonly Row[]>> }>(
  'decode-verdicts.json'
);
const decoder = await makeDecoder();

function apply(file: Uint8Array, [position, byte]: Change): Uint8Array {
  if (byte === undefined) return file.slice(0, position);
  const changed = file.slice();
  changed[position] = byte;
  return changed;
}

/** The digest of the decoded pixels, or null for a DataError. */
async function judge(bytes: Uint8Array, name: string): Promise<string | null> {
  try {
    return sha256((await decoder.decode(bytes, name)).rgb).slice(0, 16);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

function compare(ours: string | null, [, verdict, withoutSimd]: Row): Outcome {
  const pillowAccepts = /^[0-9a-f]{16}$/.test(verdict);
  if (ours === null) return pillowAccepts ? 'only we refuse' : 'both refuse';
  if (!pillowAccepts) return 'only Pillow refuses';
  return ours === verdict || ours === withoutSimd ? 'same pixels' : 'other pixels';
}

async function tally(
  kind: string,
  isWanted: (change: Change) => boolean
): Promise<Partial<Record<Outcome, number>>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const [name, rows] of Object.entries(files)) {
    if (!name.endsWith(`.${kind}`)) continue;
    const file = await readImage(name);
    for (const row of rows) {
      if (!isWanted(row[0])) continue;
      const outcome = compare(await judge(apply(file, row[0]), name), row);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  }
  return counts;
}

/** The counts differ only if a decoder or a check changed; "only Pillow refuses" and "other pixels" must never appear. */
describe('of files cut short', () => {
  it.each<[string, Partial<Record<Outcome, number>>]>([
    // Pillow happens to have all bits of one picture whose EOI marker is cut off.
    ['jpg', { 'both refuse': 920, 'only we refuse': 4 }],
    ['png', { 'both refuse': 659, 'same pixels': 572 }],
    ['webp', { 'both refuse': 264 }],
    ['gif', { 'both refuse': 140, 'same pixels': 36 }],
    // The last row's filling is cut off, and Pillow maps such a file into memory when it opens it by its path.
    ['bmp', { 'both refuse': 638, 'only we refuse': 9, 'same pixels': 12 }],
    // The link to the next directory is cut off.
    ['tif', { 'both refuse': 620, 'only we refuse': 4, 'same pixels': 36 }]
  ])('(%s) Pillow accepts every one that is decoded here, with the same pixels', async (kind, counts) => {
    expect(await tally(kind, (change) => change.length === 1)).toEqual(counts);
  });
});

describe('of files with one wrong byte', () => {
  it.each<[string, Partial<Record<Outcome, number>>]>([
    // Corrupt data, of which libjpeg says so but once; its pixels then depend on the machine.
    ['jpg', { 'same pixels': 298, 'only we refuse': 186, 'both refuse': 20 }],
    ['png', { 'same pixels': 24, 'both refuse': 648 }],
    ['webp', { 'same pixels': 134, 'only we refuse': 1, 'both refuse': 9 }],
    ['gif', { 'same pixels': 71, 'both refuse': 25 }],
    ['bmp', { 'same pixels': 359, 'both refuse': 1 }],
    // Fax data with impossible codes, corrupt JPEG, and a tag whose type is none (of a file that is not compressed: Pillow takes it
    // for one).
    ['tif', { 'same pixels': 286, 'only we refuse': 31, 'both refuse': 43 }]
  ])('(%s) Pillow accepts every one that is decoded here, with the same pixels', async (kind, counts) => {
    expect(await tally(kind, (change) => change.length === 2)).toEqual(counts);
  });
});
