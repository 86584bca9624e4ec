import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashBlob } from '../../src/lib/core/hashBlob';

const make = (length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 997) bytes[i] = i;
  return bytes;
};

describe('the SHA-256 of a file', () => {
  it.each([
    ['nothing', 0],
    ['a small file', 1000],
    ['the largest that is hashed at once', 2 ** 25],
    ['a file that is hashed by pieces, the last of them short', 2 ** 25 + 12_345]
  ])('is that of OpenSSL for %s', async (_, length) => {
    const bytes = make(length);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(await hashBlob(new Blob([bytes]))).toBe(expected);
  });
});
