import { imageError, viewOf } from './imageHeader';
import {
  endOfSegment,
  EOI,
  findMarker,
  isFrame,
  SOF2_PROGRESSIVE,
  SOI,
  SOS,
  type Marker
} from './jpegMarkers';

const SOI_BYTES = 2;

/**
 * The coefficients, in zigzag order, whose precision libjpeg-turbo 2.1 looks at to decide whether it smooths over what
 * is missing of a progressive picture. Decoders differ in how they smooth.
 */
const SMOOTHED_COEFFICIENTS = 10;

interface Frame {
  readonly isProgressive: boolean;
  readonly components: number;
}

/** Of each component, how many low bits of each coefficient are still unknown. */
type UnknownBits = Map<number, Int8Array>;

function readFrame(bytes: Uint8Array, { code, offset }: Marker): Frame {
  return { isProgressive: code === SOF2_PROGRESSIVE, components: viewOf(bytes).getUint8(offset + 7) };
}

/** Takes down what a scan of a progressive picture brings. */
function noteScan(bytes: Uint8Array, { offset }: Marker, unknown: UnknownBits): void {
  const view = viewOf(bytes);
  const count = view.getUint8(offset + 2);
  const spectrum = offset + 3 + count * 2;
  const first = view.getUint8(spectrum);
  const last = view.getUint8(spectrum + 1);
  const missingBits = view.getUint8(spectrum + 2) & 15;
  for (let i = 0; i < count; i++) {
    const component = view.getUint8(offset + 3 + i * 2);
    const bits = unknown.get(component) ?? new Int8Array(SMOOTHED_COEFFICIENTS).fill(127);
    bits.fill(missingBits, first, last + 1);
    unknown.set(component, bits);
  }
}

function isWhole({ isProgressive, components }: Frame, unknown: UnknownBits): boolean {
  if (!isProgressive) return true;
  return unknown.size === components && [...unknown.values()].every((bits) => bits.every((bit) => bit === 0));
}

type Ending = 'whole' | 'truncated' | 'lacks scans';

/**
 * What libjpeg finds before the bytes run out. In a single scan with all components any marker will do, for it then
 * fills up the rest itself; with several scans it has to be EOI, for it collects them all first.
 */
function findEnding(bytes: Uint8Array): Ending {
  let frame: Frame | null = null;
  let hasSeveralScans: boolean | null = null;
  const unknown: UnknownBits = new Map();
  let marker = findMarker(bytes, SOI_BYTES);
  while (marker) {
    const { code, offset } = marker;
    if (code === EOI || hasSeveralScans === false)
      return !frame || isWhole(frame, unknown) ? 'whole' : 'lacks scans';
    if (isFrame(code)) frame = readFrame(bytes, marker);
    if (code === SOS && frame) {
      hasSeveralScans ??= frame.isProgressive || viewOf(bytes).getUint8(offset + 2) < frame.components;
      if (frame.isProgressive) noteScan(bytes, marker, unknown);
    }
    marker = findMarker(bytes, code === SOI ? offset : endOfSegment(bytes, marker));
  }
  return 'truncated';
}

/**
 * Refuses a JPEG that stops early, as Pillow does: it feeds libjpeg piece by piece, and when libjpeg asks for more than
 * the file has, "image file is truncated" it is. A decoder that reads from memory invents an end instead and gives a
 * grey rest without a word.
 *
 * @throws DataError `image-truncated`
 */
export function checkJpegData(bytes: Uint8Array, path: string): void {
  if (findJpegEnding(bytes) === 'truncated') {
    throw imageError('image-truncated', path, 'the JPEG file is truncated', {
      got: `the end of the file after ${bytes.length} bytes`,
      expected: 'the rest of the picture'
    });
  }
}

/** Whether this is a whole progressive picture without its last scans; libjpeg-turbo smooths over what is missing. */
export function lacksScans(bytes: Uint8Array): boolean {
  return findJpegEnding(bytes) === 'lacks scans';
}

/** A length that the file ends before is a truncation like any other. */
function findJpegEnding(bytes: Uint8Array): Ending {
  try {
    return findEnding(bytes);
  } catch (error) {
    if (error instanceof RangeError) return 'truncated';
    throw error;
  }
}
