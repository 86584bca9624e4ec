import { expect, it } from 'vitest';
import { mostSpareBytes, SpareBuffers } from '../../src/lib/kernels/SpareBuffers';

it('hands a buffer on, and leaves the array that gave it empty', () => {
  const spare = new SpareBuffers();
  const first = spare.take(4);
  spare.giveBack(first);
  expect(first).toHaveLength(0);
  const second = spare.take(3);
  expect([second.length, second.buffer.byteLength]).toEqual([3, 4]);
  // It is in use now.
  expect(spare.take(3).buffer.byteLength).toBe(3);
});

it('takes back only what it gave, once, and as long as the buffer is there', () => {
  const spare = new SpareBuffers();
  const [foreign, own, moved] = [new Uint8Array(9), spare.take(9), spare.take(9)];
  const part = own.subarray(0, 9);
  structuredClone(moved.buffer, { transfer: [moved.buffer] });
  for (const bytes of [foreign, part, moved]) spare.giveBack(bytes);
  expect([foreign.length, own.length]).toEqual([9, 9]);
  spare.giveBack(own);
  spare.giveBack(own);
  expect(own).toHaveLength(0);
});

it('uses no buffer that is too small or far too large', () => {
  const spare = new SpareBuffers();
  spare.giveBack(spare.take(10));
  for (const length of [11, 4]) expect(spare.take(length).buffer.byteLength).toBe(length);
});

it('keeps a few buffers, and none of a large image', () => {
  const spare = new SpareBuffers();
  const large = spare.take(mostSpareBytes + 1);
  spare.giveBack(large);
  expect(large).toHaveLength(mostSpareBytes + 1);
  for (const bytes of Array.from({ length: 20 }, () => spare.take(100))) spare.giveBack(bytes);
  const lengths = Array.from({ length: 20 }, () => spare.take(60).buffer.byteLength);
  expect(lengths.filter((length) => length === 100)).toHaveLength(8);
});
