import { checkInputs } from '../checkInputs';

/** `KernelSet.luma`, as Pillow's source states it. */
export function luma(rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  checkInputs.luma(rgb);
  const grey = new Uint8Array(rgb.length / 3);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * pixel, 3 * pixel + 3);
    grey[pixel] = (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
  }
  return grey;
}
