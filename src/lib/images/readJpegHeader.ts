import { imageError, unsupported, viewOf, type ImageHeader } from './imageHeader';
import { lacksScans } from './checkJpegData';
import { endOfSegment, EOI, findMarker, isFrame, SOF2_PROGRESSIVE, SOS, type Marker } from './jpegMarkers';

/** Frames with Huffman coding: baseline, extended sequential, progressive. */
const HUFFMAN_FRAMES = [0xc0, 0xc1, SOF2_PROGRESSIVE];
/** The same with arithmetic coding, but for baseline, which has none. */
const ARITHMETIC_FRAMES = [0xc9, 0xca];
const SOI_BYTES = 2;

/**
 * Sampling factors (across · 16 + down) of luma and both chroma for which mozjpeg gives libjpeg-turbo's pixels. Where
 * chroma is coarser down than across, as after a lossless rotation, it interpolates in another way.
 */
const PLAIN_SAMPLINGS = ['11,11,11', '21,11,11', '22,11,11'];

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

/** Whether mozjpeg decodes this as libjpeg-turbo does. Its build ends the program at CMYK and at arithmetic coding. */
function isPlain(bytes: Uint8Array, { code, offset }: Marker): boolean {
  const view = viewOf(bytes);
  const components = view.getUint8(offset + 7);
  const samplings = Array.from({ length: components }, (_, index) =>
    view.getUint8(offset + 9 + 3 * index).toString(16)
  );
  const isPlainSampling = components === 1 || PLAIN_SAMPLINGS.includes(samplings.join());
  return (
    HUFFMAN_FRAMES.includes(code) && isPlainSampling && !(code === SOF2_PROGRESSIVE && lacksScans(bytes))
  );
}

/** Size and kind from the frame header (SOF), which may lie behind any number of metadata segments. */
export function readJpegHeader(bytes: Uint8Array, path: string): ImageHeader {
  const frame = findFrame(bytes, path);
  const { code, offset } = frame;
  const view = viewOf(bytes);
  const precision = view.getUint8(offset + 2);
  const components = view.getUint8(offset + 7);
  if (precision !== 8) throw unsupported(path, `a JPEG of ${precision} bits a sample`);
  if (!HUFFMAN_FRAMES.includes(code) && !ARITHMETIC_FRAMES.includes(code)) {
    throw unsupported(path, `a lossless or hierarchical JPEG (SOF${code - 0xc0})`);
  }
  if (![1, 3, 4].includes(components)) {
    throw imageError('image-damaged', path, 'a JPEG of this many components is not readable', {
      got: `${components}`,
      expected: '1, 3 or 4'
    });
  }
  return {
    kind: 'jpeg',
    codec: isPlain(bytes, frame) ? 'jpeg' : 'magick',
    layout: components === 4 ? 'cmyk' : 'rgb',
    width: view.getUint16(offset + 5),
    height: view.getUint16(offset + 3)
  };
}
