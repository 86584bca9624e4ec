import { describe, expect, it } from 'vitest';
import { makeDecoder } from './codecFiles';

const decoder = await makeDecoder([]);

/** A 4 by 2 picture of 8 bits with run lengths, or without, and `colours` colours. */
function makeBmp(
  data: number[],
  { compression = 1, bits = 8, colours = [9, 8, 7, 0, 6, 5, 4, 0] } = {}
): Uint8Array {
  const file = new Uint8Array(54 + colours.length + data.length);
  const view = new DataView(file.buffer);
  file.set([0x42, 0x4d]);
  for (const [at, value] of [
    [10, 54 + colours.length],
    [14, 40],
    [18, 4],
    [22, 2],
    [30, compression],
    [46, colours.length / 4]
  ] as const) {
    view.setUint32(at, value, true);
  }
  view.setUint16(28, bits, true);
  file.set(colours, 54);
  file.set(data, 54 + colours.length);
  return file;
}

const reds = async (file: Uint8Array): Promise<number[]> =>
  [...(await decoder.decode(file, 'a.bmp')).rgb].filter((_, i) => i % 3 === 0);

describe('run lengths', () => {
  it('are followed from the bottom row up; a row that ends early is filled with the first colour', async () => {
    expect(await reds(makeBmp([4, 1, 0, 0, 2, 1, 0, 0, 0, 1]))).toEqual([4, 4, 7, 7, 4, 4, 4, 4]);
  });

  it('are cut at the end of a row', async () => {
    expect(await reds(makeBmp([9, 1, 0, 0, 4, 0]))).toEqual([7, 7, 7, 7, 4, 4, 4, 4]);
  });

  it('that jump leave pixels of the first colour, and a note, since the versions of Pillow differ on them', async () => {
    const file = makeBmp([2, 1, 0, 2, 1, 1, 1, 1]);
    expect(await reds(file)).toEqual([7, 7, 7, 4, 4, 4, 7, 7]);
    await expect(decoder.decode(file, 'a.bmp')).resolves.toMatchObject({
      note: expect.stringContaining('before 12.2')
    });
  });

  it('that end inside a jump make too few pixels', async () => {
    await expect(reds(makeBmp([4, 1, 0, 2, 9]))).rejects.toThrow('fewer pixels');
  });

  it('without a jump have no note', async () => {
    expect(await decoder.decode(makeBmp([4, 1, 0, 0, 4, 0]), 'a.bmp')).not.toHaveProperty('note');
  });

  it('that make too few pixels are refused', async () => {
    await expect(reds(makeBmp([4, 1, 0, 1]))).rejects.toThrow('fewer pixels');
  });
});

it('a 4-bit palette of grey steps is refused: Pillow cannot read it', async () => {
  const ramp = Array.from({ length: 16 }, (_, i) => [i, i, i, 0]).flat();
  const file = makeBmp([0x12, 0x34, 0, 0, 0x12, 0x34, 0, 0], { compression: 0, bits: 4, colours: ramp });
  await expect(reds(file)).rejects.toThrow('a palette of 16 grey steps');
});
