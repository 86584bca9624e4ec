import { imageError, unsupported, viewOf, type ImageHeader } from './imageHeader';
import { endOfSegment, EOI, findMarker, isFrame, SOS, type Marker } from './jpegMarkers';

/** The frames libjpeg-turbo decodes with Huffman coding: baseline, extended sequential, progressive. */
const HUFFMAN_FRAMES = [0xc0, 0xc1, 0xc2];
const SOI_BYTES = 2;

function findFrame(bytes: Uint8Array, path: string): Marker {
  let frame: Marker | null = null;
  let marker = findMarker(bytes, SOI_BYTES);
  while (marker && marker.code !== SOS && marker.code !== EOI) {
    if (isFrame(marker.code)) frame = marker;
    const end = endOfSegment(bytes, marker);
    if (end > bytes.length) break;
    marker = findMarker(bytes, end);
  }
  if (frame && marker) return frame;
  if (marker?.code === SOS || marker?.code === EOI) {
    throw imageError('image-damaged', path, 'the JPEG file has no frame header before its picture data');
  }
  throw new RangeError('the bytes end before the picture data begins');
}

/** Size and kind from the frame header (SOF), which may lie behind any number of metadata segments. */
export function readJpegHeader(bytes: Uint8Array, path: string): ImageHeader {
  const { code, offset } = findFrame(bytes, path);
  const view = viewOf(bytes);
  const precision = view.getUint8(offset + 2);
  const components = view.getUint8(offset + 7);
  if (precision !== 8) throw unsupported(path, `a JPEG of ${precision} bits a sample`);
  if (!HUFFMAN_FRAMES.includes(code)) {
    throw unsupported(path, `a lossless, hierarchical or arithmetic-coded JPEG (SOF${code - 0xc0})`);
  }
  if (![1, 3, 4].includes(components)) {
    throw imageError('image-damaged', path, 'a JPEG of this many components is not readable', {
      got: `${components}`,
      expected: '1, 3 or 4'
    });
  }
  return {
    kind: 'jpeg',
    // mozjpeg's build ends the program at CMYK.
    codec: components === 4 ? 'magick' : 'jpeg',
    layout: components === 4 ? 'cmyk' : 'rgb',
    width: view.getUint16(offset + 5),
    height: view.getUint16(offset + 3)
  };
}
