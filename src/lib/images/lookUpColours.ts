/** The palette of grey pictures. */
export const GREYS = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));

/** Palette indices to RGB. @param palette R, G, B of each colour; indices behind it are black */
export function lookUpColours(indices: Uint8Array, palette: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(3 * indices.length);
  const colours = new Uint8Array(768);
  colours.set(palette.subarray(0, 768));
  for (let i = 0, to = 0; i < indices.length; i++, to += 3) {
    const at = 3 * indices[i]!;
    rgb[to] = colours[at]!;
    rgb[to + 1] = colours[at + 1]!;
    rgb[to + 2] = colours[at + 2]!;
  }
  return rgb;
}
