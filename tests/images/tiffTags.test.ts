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

/** The file with a text of 9 bytes, 8 of which it has, in place of its tag number `index`. */
function withCutText(index: number): Uint8Array {
  const changed = file.slice();
  const view = viewOf(changed);
  const entry = view.getUint32(4, true) + 2 + 12 * index;
  view.setUint16(entry + fieldAt.tag, 270, true);
  view.setUint16(entry + fieldAt.type, 2, true);
  view.setUint32(entry + fieldAt.count, 9, true);
  view.setUint32(entry + fieldAt.value, file.length - 8, true);
  return changed;
}

it('a text that lies behind the file ends what Pillow reads of its directory', async () => {
  await expect(decoder.decode(withCutText(2), 'a.tif')).rejects.toThrow(
    'the TIFF file ends inside its header'
  );
  await expect(decoder.decode(withCutText(8), 'a.tif')).resolves.toMatchObject({ damage: null });
});

it('fax data of group 3, which ImageMagick mirrors by itself, is refused where it is to be turned', async () => {
  const turned = await readImage('decode-kinds/tif_fax_turned2.tif');
  const decoding = decoder.decode(change(259, 'value', 3, turned), 'a.tif');
  await expect(decoding).rejects.toThrow('a JPEG or fax TIFF of this kind with an orientation tag');
});

// libtiff guesses how much there is, and Pillow opens some of such files.
it('packed data of unknown length is refused', async () => {
  const decoding = decoder.decode(change(279, 'tag', 280), 'a.tif');
  await expect(decoding).rejects.toThrow('does not say where a part of its pixels is');
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
