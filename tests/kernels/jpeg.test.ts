import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { images, kinds, readImage, variants, type GoldenImage } from '../images/goldenImages';
import { loadKernels } from './loadKernels';

const kernels = await loadKernels();

const jpegs = [
  ...Object.entries(images).map(([name, image]) => [`decode/${name}`, image] as const),
  ...Object.entries(variants).map(([name, image]) => [`decode-variants/${name}`, image] as const),
  ...Object.entries(kinds).map(([name, image]) => [`decode-kinds/${name}`, image] as const)
].filter(([path]) => path.endsWith('.jpg'));

/** Left to libjpeg: CMYK, arithmetic coding, RGB, and progressive ones that lack scans, which smooths them. */
const others = /cmyk|arithmetic|jpg_rgb/;
const lacking = /jpg_scans/;

const sizeOf = ({ size: [width, height] }: GoldenImage) => ({ width, height });
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a JPEG', () => {
  it.each(jpegs.filter(([path]) => !others.test(path) && !lacking.test(path)))(
    "(%s) has Pillow's pixels",
    async (path, image) => {
      const rgb = kernels.decodeJpeg(await readImage(path), sizeOf(image));
      expect(rgb instanceof Uint8Array && digest(rgb)).toBe(image.rgb_sha256);
    }
  );

  it.each(jpegs.filter(([path]) => others.test(path)))('(%s) is left to libjpeg', async (path, image) => {
    expect(kernels.decodeJpeg(await readImage(path), sizeOf(image))).toBe('another kind');
  });
});

describe('where anything is not as it should be, libjpeg has the word:', () => {
  const name = 'jpg_q75_s2.jpg';
  const size = sizeOf(images[name]!);

  it.each<[string, (file: Uint8Array) => Uint8Array]>([
    ['no start', (file) => file.with(0, 0)],
    ['cut in half', (file) => file.slice(0, file.length >> 1)],
    ['no end', (file) => file.slice(0, -2)],
    ['bytes before the end', (file) => Uint8Array.of(...file.subarray(0, -2), 1, 2, 3, 0xff, 0xd9)],
    ['another version of JFIF', (file) => file.with(11, 3)],
    ['a quantiser that is not there', (file) => file.with(file.indexOf(0xdb) + 3, 3)]
  ])('%s', async (_, change) => {
    expect(kernels.decodeJpeg(change(await readImage(`decode/${name}`)), size)).toBeTypeOf('string');
  });

  it('a second scan of what is complete', async () => {
    const file = await readImage(`decode/${name}`);
    const scan = file.subarray(
      file.findIndex((byte, at) => byte === 0xff && file[at + 1] === 0xda),
      -2
    );
    expect(kernels.decodeJpeg(Uint8Array.of(...file.subarray(0, -2), ...scan, 0xff, 0xd9), size)).toBe(
      'another kind'
    );
  });

  it('data that ends too early is called corrupt', async () => {
    const file = await readImage(`decode/${name}`);
    const short = Uint8Array.of(...file.subarray(0, -200), 0xff, 0xd9);
    expect(kernels.decodeJpeg(short, size)).toBe('corrupt');
  });

  it('nothing at all', () => {
    expect(kernels.decodeJpeg(new Uint8Array(0), size)).toBe('another kind');
  });
});

it('a view into a larger buffer is read where it is', async () => {
  const file = await readImage('decode/jpg_gray.jpg');
  const larger = new Uint8Array(file.length + 20).fill(0xff);
  larger.set(file, 7);
  const rgb = kernels.decodeJpeg(larger.subarray(7, 7 + file.length), sizeOf(images['jpg_gray.jpg']!));
  expect(rgb instanceof Uint8Array && digest(rgb)).toBe(images['jpg_gray.jpg']!.rgb_sha256);
});
