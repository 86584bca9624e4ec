import { expect, it } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { viewOf } from '../../src/lib/images/imageHeader';
import { readHeader } from '../../src/lib/images/readHeader';
import { readImage } from './goldenImages';

const stream = await readImage('decode-kinds/jp2_tiles.j2k');
const boxes = await readImage('decode-kinds/jp2_rgb.jp2');

/** Where a code stream's SIZ marker has its numbers (ISO 15444-1, A.5.1). */
const SIZ = { capabilities: 6, left: 16, tileWidth: 24, count: 40, depth: 42, stepAcross: 43 } as const;

/** Where the content of the first box of a type begins. */
function findBox(file: Uint8Array, type: string): number {
  const at = Buffer.from(file).indexOf(type);
  expect(at).toBeGreaterThan(0);
  return at + 4;
}

function change(file: Uint8Array, at: number, bytes: 1 | 2 | 4, to: number): Uint8Array {
  const changed = file.slice();
  const view = viewOf(changed);
  if (bytes === 1) view.setUint8(at, to);
  else if (bytes === 2) view.setUint16(at, to);
  else view.setUint32(at, to);
  return changed;
}

function refusal(file: Uint8Array): DataError {
  try {
    readHeader(file, 'a.jp2');
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('the file was not refused');
}

it('the files themselves are read', () => {
  for (const file of [stream, boxes]) expect(readHeader(file, 'a')).toMatchObject({ width: 19, height: 13 });
});

// ImageMagick gives other pixels than Pillow, or was not compared.
it.each([
  ['a sign', change(stream, SIZ.depth, 1, 0x87), 'a JPEG 2000 of 8 bits a sample with a sign'],
  ['more bits', change(stream, SIZ.depth, 1, 15), 'a JPEG 2000 of 16 bits a sample'],
  ['subsampling', change(stream, SIZ.stepAcross, 1, 2), 'a JPEG 2000 with subsampled components'],
  ['two components', change(stream, SIZ.count, 2, 2), 'a JPEG 2000 of 2 components'],
  ['an offset', change(stream, SIZ.left, 4, 1), 'begin at an offset'],
  ['tiles that are too wide', change(stream, SIZ.tileWidth, 4, 20), 'tiles are larger than its picture'],
  ['another block coder', change(stream, SIZ.capabilities, 2, 0x4000), 'a high-throughput JPEG 2000'],
  ['more bits in its boxes', change(boxes, findBox(boxes, 'ihdr') + 10, 1, 11), 'of 12 bits a sample'],
  ['a profile', change(boxes, findBox(boxes, 'colr'), 1, 2), 'a JPEG 2000 with a colour profile'],
  ['CMYK', change(boxes, findBox(boxes, 'colr') + 3, 4, 12), '3 components with the colour space 12'],
  ['colours of grey', change(boxes, findBox(boxes, 'colr') + 3, 4, 17), 'with the colour space 17']
])('a file with %s is refused by name', (_, file, message) => {
  expect(refusal(file)).toMatchObject({ problem: { code: 'image-unsupported' } });
  expect(refusal(file).message).toContain(message);
});

// Pillow 12.3 refuses each.
it.each([
  [
    'a size that is not its picture’s',
    change(boxes, findBox(boxes, 'ihdr'), 4, 14),
    'contradicts its picture'
  ],
  ['a box longer than what it lies in', change(boxes, findBox(boxes, 'colr') - 8, 4, 99), 'cannot have'],
  ['a box without length', change(boxes, findBox(boxes, 'ftyp') - 8, 4, 0), 'cannot have']
])('a file with %s is damaged', (_, file, message) => {
  expect(refusal(file)).toMatchObject({ problem: { code: 'image-damaged' } });
  expect(refusal(file).message).toContain(message);
});

it('a file that ends before its picture is cut short', () => {
  expect(refusal(boxes.subarray(0, findBox(boxes, 'jp2c') + 9))).toMatchObject({
    problem: { code: 'image-truncated', what: 'the JPEG 2000 file ends inside its header' }
  });
});
