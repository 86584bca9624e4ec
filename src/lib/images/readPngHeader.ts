import { imageError, viewOf, type ImageHeader } from './imageHeader';

export const IHDR = 0x49484452;
const PNG_SIGNATURE_BYTES = 8;

/** Bit depths a colour type may have (PNG specification, table 11.1). */
const BIT_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16]
};

/** Width, height, bit depth and colour type from the IHDR chunk, which has to come first. */
export function readPngHeader(bytes: Uint8Array, path: string): ImageHeader {
  const view = viewOf(bytes);
  if (view.getUint32(PNG_SIGNATURE_BYTES + 4) !== IHDR) {
    throw imageError('image-damaged', path, 'the PNG file does not begin with an IHDR chunk');
  }
  const depth = view.getUint8(24);
  const colourType = view.getUint8(25);
  if (!BIT_DEPTHS[colourType]?.includes(depth)) {
    throw imageError('image-damaged', path, 'the PNG header is not valid', {
      got: `bit depth ${depth} with colour type ${colourType}`
    });
  }
  // Pillow looks at no compression method.
  const filterMethod = view.getUint8(27);
  if (filterMethod !== 0) {
    throw imageError('image-damaged', path, 'the PNG header is not valid', {
      got: `filter method ${filterMethod}`
    });
  }
  return {
    kind: 'png',
    codec: null,
    layout: 'rgb',
    width: view.getUint32(16),
    height: view.getUint32(20)
  };
}
