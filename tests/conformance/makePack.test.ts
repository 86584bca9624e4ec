import { expect, it } from 'vitest';
import { sha256Hex } from '../../src/lib/core/hash';
import { makePack } from '../../src/golden/makePack';

it('the pack is the same, byte for byte, every time, and small enough to be downloaded for a check', async () => {
  const [first, second] = [await makePack(), await makePack()];
  expect(await sha256Hex(first)).toBe(await sha256Hex(second));
  expect(first.length).toBeLessThan(1_600_000);
});
