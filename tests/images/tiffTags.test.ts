import { expect, it } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { viewOf } from '../../src/lib/images/imageHeader';
import { makeDecoder } from './codecFiles';
import { readImage } from './goldenImages';

const decoder = await makeDecoder();
const file = await readImage('decode/tiff_lzw.tif');
const fax = await readImage('decode-variants/tif_group4.tif');
const jpeg = await readImage('decode-variants/tif_rgb_jpeg.tif');

/** A field of a tag's entry in the directory: its number, type, count or value. */
const fieldAt = { tag: 0, type: 2, count: 4, value: 8 };

function change(tag: number, field: keyof typeof fieldAt, to: number, from = file): Uint8Array {
  const changed = from.slice();
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

// libtiff leaves such a part of the picture as its memory was: what comes out depends on what was decoded before.
it.each([
  ['fax', fax, 273],
  ['fax', fax, 279],
  ['JPEG', jpeg, 273],
  ['JPEG', jpeg, 279]
] as const)('%s data whose tag points behind the end of the file is refused (%#)', async (_, from, tag) => {
  const decoding = decoder.decode(change(tag, 'value', 54_115, from), 'a.tif');
  await expect(decoding).rejects.toThrow('the TIFF file is truncated');
});
