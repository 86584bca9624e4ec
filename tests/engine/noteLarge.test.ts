import { expect, it } from 'vitest';
import { noteLarge } from '../../src/lib/engine/noteLarge';

it('notes images that Pillow opens with a warning', () => {
  expect(noteLarge('output', { width: 9459, height: 9459 })).toEqual([]);
  expect(noteLarge('output', { width: 9460, height: 9459 })).toEqual([
    'the output has 9460×9459 pixels, where Pillow warns of a decompression bomb'
  ]);
});
