import { expect, it } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { viewOf } from '../../src/lib/images/imageHeader';
import { makeDecoder } from './codecFiles';
import { readImage } from './goldenImages';

const decoder = await makeDecoder();
const file = await readImage('decode/tiff_lzw.tif');

/** A field of a tag's entry in the directory: its number, type, count or value. */
const fieldAt = { tag: 0, type: 2, count: 4, value: 8 };

function change(tag: number, field: keyof typeof fieldAt, to: number): Uint8Array {
  const changed = file.slice();
  const view = viewOf(changed);
  const directory = view.getUint32(4, true);
  for (let at = directory + 2; at < directory + 2 + 12 * view.getUint16(directory, true); at += 12) {
    if (view.getUint16(at, true) === tag) view.setUint16(at + fieldAt[field], to, true);
  }
  return changed;
}

it('the file itself decodes', async () => {
  await expect(decoder.decode(file, 'a.tif')).resolves.toMatchObject({ damage: null });
});

// Pillow 12.3 refuses each: libtiff, or its own table of kinds, makes nothing of such tags.
it.each([
  [262, 'tag', 256, 'the TIFF tag 256 is there twice'],
  [262, 'type', 1, 'the TIFF tag 262 holds bytes'],
  [279, 'type', 1025, 'the TIFF tag 279 holds values of type 1025, no whole numbers'],
  [284, 'count', 255, 'the TIFF tag 284 holds 255 values instead of one'],
  [284, 'value', 255, 'the TIFF tag 284 has a value that it cannot have']
] as const)('a changed tag %d (%s: %d) is refused by name', async (tag, field, to, message) => {
  const decoding = decoder.decode(change(tag, field, to), 'a.tif');
  await expect(decoding).rejects.toThrow(DataError);
  await expect(decoding).rejects.toThrow(message);
});
