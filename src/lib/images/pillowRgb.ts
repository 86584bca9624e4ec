/**
 * RGBA to RGB; Pillow drops alpha and does not composite. Four pixels at a time, as three words: byte by byte it was a quarter of
 * a WebP's time.
 */
export function dropAlpha(rgba: Uint8Array | Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const aligned = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  const count = rgba.length / 4;
  const pixels = new Uint32Array(aligned.buffer, aligned.byteOffset, count);
  const rgb = new Uint8Array(3 * count);
  const words = new Uint32Array(rgb.buffer, 0, 3 * (count >> 2));
  for (let from = 0, to = 0; to < words.length; from += 4, to += 3) {
    const [second, third] = [pixels[from + 1]!, pixels[from + 2]!];
    words[to] = (pixels[from]! & 0xffffff) | (second << 24);
    words[to + 1] = ((second >>> 8) & 0xffff) | (third << 16);
    words[to + 2] = ((third >>> 16) & 0xff) | (pixels[from + 3]! << 8);
  }
  for (let i = count & ~3; i < count; i++) rgb.set(aligned.subarray(4 * i, 4 * i + 3), 3 * i);
  return rgb;
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
