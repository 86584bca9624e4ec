import { imageError, unsupported, viewOf, type ImageHeader } from './imageHeader';
import { lacksScans } from './checkJpegData';
import { endOfSegment, EOI, findMarker, isFrame, SOF2_PROGRESSIVE, SOS, type Marker } from './jpegMarkers';

/** Frames with Huffman coding: baseline, extended sequential, progressive. */
const HUFFMAN_FRAMES = [0xc0, 0xc1, SOF2_PROGRESSIVE];
/** The same with arithmetic coding, but for baseline, which has none. */
const ARITHMETIC_FRAMES = [0xc9, 0xca];
const SOI_BYTES = 2;

/** The kernel keeps all coefficients: 6 bytes a pixel. */
export const KERNEL_PIXELS = 2 ** 25;

/**
 * Sampling factors (across · 16 + down) of luma and both chroma for which mozjpeg gives libjpeg-turbo's pixels. Where
 * chroma is coarser down than across, as after a lossless rotation, it interpolates in another way; the kernel does not.
 */
const MOZJPEG_SAMPLINGS = ['11,11,11', '21,11,11', '22,11,11'];

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

function readSamplings(bytes: Uint8Array, { offset }: Marker): number[] {
  const view = viewOf(bytes);
  return Array.from({ length: view.getUint8(offset + 7) }, (_, i) => view.getUint8(offset + 9 + 3 * i));
}

/** Whether mozjpeg, too, has the pixels of a file that the kernel leaves to it. */
export function isForMozjpeg(bytes: Uint8Array, path: string): boolean {
  return hasMozjpegSampling(readSamplings(bytes, findFrame(bytes, path)));
}

function hasMozjpegSampling(samplings: readonly number[]): boolean {
  const factors = samplings.map((sampling) => sampling.toString(16)).join();
  return samplings.length === 1 || MOZJPEG_SAMPLINGS.includes(factors);
}

/** Whether each component goes into the finest a whole number of times: what the kernel takes. */
function hasWholeSteps(samplings: readonly number[]): boolean {
  const divide = (factors: readonly number[]): boolean =>
    factors.every((factor) => factor > 0 && Math.max(...factors) % factor === 0);
  return divide(samplings.map((sampling) => sampling >> 4)) && divide(samplings.map((one) => one & 15));
}

/**
 * Whether kernel and mozjpeg between them have libjpeg-turbo's pixels. The build of mozjpeg ends the program at CMYK and at
 * arithmetic coding.
 */
function isPlain(bytes: Uint8Array, frame: Marker): boolean {
  const view = viewOf(bytes);
  const isSmall = view.getUint16(frame.offset + 3) * view.getUint16(frame.offset + 5) <= KERNEL_PIXELS;
  const samplings = readSamplings(bytes, frame);
  const isKernels = isSmall && samplings.length === 3 && hasWholeSteps(samplings);
  return (
    HUFFMAN_FRAMES.includes(frame.code) &&
    (isKernels || hasMozjpegSampling(samplings)) &&
    !(frame.code === SOF2_PROGRESSIVE && lacksScans(bytes))
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
