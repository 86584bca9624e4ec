import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { BlockReader } from '../../src/lib/dataset/BlockReader';

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 7919) >> 5);
const collect = async (stream: ReadableStream<Uint8Array>) =>
  new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());

describe('a file that is read by blocks', () => {
  it('has the bytes of the file, wherever and however long they are read', async () => {
    const reader = new BlockReader(new Blob([bytes]));
    const place = fc.record({ offset: fc.nat(bytes.length), length: fc.nat(600_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(place, { maxLength: 12 }), async (places) => {
        for (const { offset, length } of places) {
          const wanted = bytes.slice(offset, offset + length);
          expect(Buffer.compare(await reader.readUint8Array(offset, length), wanted)).toBe(0);
          const size = wanted.length;
          expect(Buffer.compare(await collect(reader.createReadable({ offset, size })), wanted)).toBe(0);
        }
      }),
      { numRuns: 30 }
    );
  });

  it('asks the file once for what lies together, and gives each reader bytes of its own', async () => {
    const file = new Blob([bytes]);
    const slice = vi.spyOn(file, 'slice');
    const reader = new BlockReader(file);
    const [first, second] = await Promise.all([
      reader.readUint8Array(30, 1000),
      reader.readUint8Array(50, 1000)
    ]);
    first.fill(0);
    structuredClone(second, { transfer: [second.buffer as ArrayBuffer] });
    expect(await reader.readUint8Array(30, 1000)).toEqual(bytes.slice(30, 1030));
    expect(slice).toHaveBeenCalledTimes(1);
  });

  it('asks again for what could not be read', async () => {
    const file = new Blob([bytes]);
    vi.spyOn(file, 'slice').mockReturnValueOnce({
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError'))
    } as Blob);
    const reader = new BlockReader(file);
    await expect(reader.readUint8Array(0, 10)).rejects.toThrow('gone');
    expect(await reader.readUint8Array(0, 10)).toEqual(bytes.slice(0, 10));
  });

  it('keeps a few blocks of a large file, not all', async () => {
    const file = new Blob([bytes]);
    const slice = vi.spyOn(file, 'slice');
    const reader = new BlockReader(file);
    for (let offset = 0; offset < bytes.length; offset += 1000) await reader.readUint8Array(offset, 10);
    const once = slice.mock.calls.length;
    await reader.readUint8Array(bytes.length - 10, 10);
    expect(slice).toHaveBeenCalledTimes(once);
    await reader.readUint8Array(0, 10);
    expect(slice).toHaveBeenCalledTimes(once + 1);
  });
});
