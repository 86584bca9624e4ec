/**
 * RGBA to RGB; Pillow drops alpha and does not composite. In the same memory, which is the result's from then on: of a large image
 * a copy is half a gigabyte. Four pixels at a time, as three words: byte by byte it was a quarter of a WebP's time.
 */
export function dropAlpha(rgba: Uint8Array | Uint8ClampedArray): Uint8Array {
  const { buffer, byteOffset, length } = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  const bytes = new Uint8Array(buffer, byteOffset, length);
  const words = new Uint32Array(buffer, byteOffset, length / 4);
  const wholeWords = words.length & ~3;
  for (let from = 0, to = 0; from < wholeWords; from += 4, to += 3) {
    const [first, second, third, fourth] = [
      words[from]!,
      words[from + 1]!,
      words[from + 2]!,
      words[from + 3]!
    ];
    words[to] = (first & 0xffffff) | (second << 24);
    words[to + 1] = ((second >>> 8) & 0xffff) | (third << 16);
    words[to + 2] = ((third >>> 16) & 0xff) | (fourth << 8);
  }
  for (let i = wholeWords; i < words.length; i++) bytes.copyWithin(3 * i, 4 * i, 4 * i + 3);
  return bytes.subarray(0, 3 * words.length);
}

/** a·b/255, rounded as Pillow's MULDIV255 does. */
function multiply255(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

/** CMYK (0 is no ink) to RGB as Pillow's `cmyk2rgb`: no colour management, K taken off each channel. */
export function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const light = 255 - cmyk[from + 3]!;
    for (let ink = 0; ink < 3; ink++) rgb[to + ink] = light - multiply255(cmyk[from + ink]!, light);
  }
  return rgb;
}
