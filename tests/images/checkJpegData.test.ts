import { describe, expect, it } from 'vitest';
import { checkJpegData } from '../../src/lib/images/checkJpegData';
import { images, readImage, variants } from './goldenImages';
import { makeDecoder } from './codecFiles';

const jpegs = [
  ...Object.keys(images).map((name) => `decode/${name}`),
  ...Object.keys(variants).map((name) => `decode-variants/${name}`)
].filter((path) => path.endsWith('.jpg'));

const EOI = Uint8Array.of(0xff, 0xd9);

function lastIndexOfMarker(bytes: Uint8Array, code: number): number {
  let at = bytes.lastIndexOf(code);
  while (bytes[at - 1] !== 0xff) at = bytes.lastIndexOf(code, at - 1);
  return at - 1;
}

describe('a JPEG', () => {
  it.each(jpegs)('(%s) is whole, and truncated without its end', async (path) => {
    const bytes = await readImage(path);
    expect(() => checkJpegData(bytes, path)).not.toThrow();
    expect(() => checkJpegData(bytes.slice(0, -2), path)).toThrow(`${path}: the JPEG file is truncated; got`);
    expect(() => checkJpegData(bytes.slice(0, bytes.length / 2), path)).toThrow('truncated');
  });

  it('with one scan is whole with anything behind its end', async () => {
    const bytes = await readImage('decode/jpg_q75_s2.jpg');
    expect(() => checkJpegData(Uint8Array.of(...bytes, 0, 0, 0), 'a.jpg')).not.toThrow();
  });

  it('cut in half is no grey-bottomed picture', async () => {
    const decoder = await makeDecoder(['jpeg']);
    const bytes = await readImage('decode/jpg_q75_s2.jpg');
    await expect(decoder.decode(bytes.slice(0, bytes.length / 2), 'half.jpg')).rejects.toThrow(
      `half.jpg: the JPEG file is truncated; got the end of the file after ${bytes.length >> 1} bytes`
    );
  });
});

describe('a progressive JPEG', () => {
  it('needs its end marker, not just any', async () => {
    const bytes = await readImage('decode/jpg_prog.jpg');
    const lastScan = lastIndexOfMarker(bytes, 0xda);
    expect(() => checkJpegData(bytes.slice(0, lastScan), 'a.jpg')).toThrow('truncated');
  });
});

describe('a corrupt JPEG', () => {
  it('about which libjpeg complains is refused with its words', async () => {
    const decoder = await makeDecoder(['jpeg']);
    const bytes = await readImage('decode/jpg_q75_s2.jpg');
    const junk = Uint8Array.of(...bytes.subarray(0, -2), 1, 2, 3, 4, 5, 6, 7, 8, ...EOI);
    await expect(decoder.decode(junk, 'a.jpg')).rejects.toThrow(
      /corrupt.*; got Corrupt JPEG data: \d+ extraneous bytes/
    );
  });

  it('of harmless oddity is decoded, and listed', async () => {
    const decoder = await makeDecoder(['jpeg']);
    const bytes = await readImage('decode/jpg_q75_s2.jpg');
    const image = await decoder.decode(bytes, 'a.jpg');
    const majorVersion = 11;
    bytes[majorVersion] = 3;
    const odd = await decoder.decode(bytes, 'a.jpg');
    expect(odd.rgb).toEqual(image.rgb);
    expect(odd.damage).toBe('Warning: unknown JFIF revision number 3.01');
  });
});
