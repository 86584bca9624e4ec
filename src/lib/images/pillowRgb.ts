/**
 * RGBA to RGB; Pillow drops alpha and does not composite. In the same memory, which is the result's from then on: of a large image
 * a copy is half a gigabyte.
 */
export function dropAlpha({ buffer, byteOffset, length }: Uint8Array | Uint8ClampedArray): Uint8Array {
  const bytes = new Uint8Array(buffer, byteOffset, length);
  for (let from = 0, to = 0; from < length; from += 4, to += 3) {
    bytes[to] = bytes[from]!;
    bytes[to + 1] = bytes[from + 1]!;
    bytes[to + 2] = bytes[from + 2]!;
  }
  return bytes.subarray(0, (length / 4) * 3);
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
