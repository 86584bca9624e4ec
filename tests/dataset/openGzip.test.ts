import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { openGzip, unpackEntry } from '../../src/lib/dataset/openGzip';

const unpack = async (packed: Buffer): Promise<Buffer> =>
  Buffer.from(await new Response(openGzip(new Blob([new Uint8Array(packed)]))).arrayBuffer());

describe('a gzip file', () => {
  it('may have any number of members and zeros behind them', async () => {
    const part = fc.uint8Array({ maxLength: 2000 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.nat(2000),
        async (parts, padding) => {
          const members = parts.map((bytes) => gzipSync(bytes));
          const packed = Buffer.concat([...members, Buffer.alloc(padding)]);
          expect(await unpack(packed)).toEqual(Buffer.concat(parts));
        }
      ),
      { numRuns: 100 }
    );
  });

  it('may hold what looks like the start of a member', async () => {
    const inner = gzipSync('inner');
    const members = [gzipSync(Buffer.concat([inner, inner]), { level: 0 }), gzipSync('next')];
    expect(await unpack(Buffer.concat(members))).toEqual(Buffer.concat([inner, inner, Buffer.from('next')]));
  });

  it('is refused where it is cut, damaged or followed by something else', async () => {
    const [first, second] = [gzipSync('first'.repeat(1000)), gzipSync('second'.repeat(1000))];
    const damaged = Buffer.from(second);
    damaged[damaged.length - 6]! ^= 1;
    const tails = [second.subarray(0, -9), second.subarray(0, 5), damaged, Buffer.from('something else')];
    for (const tail of tails) await expect(unpack(Buffer.concat([first, tail]))).rejects.toThrow();
  });

  it('is read as it is where only its name says gzip', async () => {
    const text = '{"sample_id": "v0", "response": "B"}\n'.repeat(5);
    const entry = unpackEntry(makeBlobEntry('run/x.jsonl.gz', new Blob([text]), 0));
    expect(new TextDecoder().decode(await entry.read())).toBe(text);
  });

  it('says which file it was', async () => {
    const blob = new Blob([new Uint8Array(gzipSync('text').subarray(0, -3))]);
    const entry = unpackEntry(makeBlobEntry('run/x.jsonl.gz', blob, 0));
    await expect(entry.read()).rejects.toThrow('run/x.jsonl.gz: the gzip file is cut short or damaged');
  });

  it('that is a bomb is refused long before its end', async () => {
    const zeros = gzipSync(Buffer.alloc(2 ** 22));
    const packed = Buffer.concat(Array.from({ length: 16 }, () => zeros));
    const entry = unpackEntry(makeBlobEntry('run/x.jsonl.gz', new Blob([packed]), 0));
    let sizeBytes = 0;
    const count = new WritableStream<Uint8Array>({ write: (chunk) => void (sizeBytes += chunk.length) });
    await expect(entry.stream!().pipeTo(count)).rejects.toThrow(
      'run/x.jsonl.gz: far more comes out of the gzip file than records or images pack into so little'
    );
    expect(sizeBytes).toBeLessThan(2 ** 25);
  });
});
