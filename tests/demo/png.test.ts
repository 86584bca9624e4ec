import { describe, expect, it } from 'vitest';
import { Random } from '../../src/demo/drawing/random.ts';
import { drawPlane } from '../../src/demo/drawing/picture.ts';
import { encodePng } from '../../src/demo/output/png.ts';
import { readHeader } from '../../src/lib/images/readHeader';
import { makeDecoder } from '../images/codecFiles';

const decoder = await makeDecoder([]);
const size = { width: 13, height: 9 };

function plane(name: string, levels: number): Float32Array {
  const random = new Random(name);
  return drawPlane(size, () => random.whole(0, levels - 1));
}

async function decode(planes: Float32Array[]): Promise<{ colourType: number; rgb: number[] }> {
  const png = encodePng({ ...size, planes });
  expect(readHeader(png, 'a.png')).toMatchObject(size);
  const { rgb } = await decoder.decode(png, 'a.png');
  return { colourType: png[25]!, rgb: [...rgb] };
}

const interleave = (planes: Float32Array[]) =>
  Array.from(
    { length: 3 * size.width * size.height },
    (_, i) => planes[(i % 3) % planes.length]![Math.floor(i / 3)]!
  );

describe('the PNG writer', () => {
  it('writes one plane as grey', async () => {
    const planes = [plane('grey', 256)];
    expect(await decode(planes)).toEqual({ colourType: 0, rgb: interleave(planes) });
  });

  it('writes few colours as a palette', async () => {
    const planes = [plane('red', 3), plane('green', 4), plane('blue', 5)];
    expect(await decode(planes)).toEqual({ colourType: 3, rgb: interleave(planes) });
  });

  it('writes many colours as RGB', async () => {
    const large = { width: 40, height: 30 };
    const random = new Random('many');
    const planes = [0, 1, 2].map(() => drawPlane(large, () => random.whole(0, 255)));
    const png = encodePng({ ...large, planes });
    const { rgb } = await decoder.decode(png, 'a.png');
    expect(png[25]).toBe(2);
    expect([...rgb]).toEqual(
      Array.from({ length: rgb.length }, (_, i) => planes[i % 3]![Math.floor(i / 3)]!)
    );
  });

  it('rounds and clips what lies between or beyond the grey values', async () => {
    const values = drawPlane(size, (_x, _y, index) => [-20, 0.4, 0.6, 254.7, 300][index % 5]!);
    const { rgb } = await decode([values]);
    expect([0, 3, 6, 9, 12].map((at) => rgb[at])).toEqual([0, 0, 1, 255, 255]);
  });
});
