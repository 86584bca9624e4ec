import { viewOf } from './imageHeader';

/** JPEG marker codes (ITU-T T.81, table B.1), the second byte after 0xFF. */
export const SOI = 0xd8;
export const EOI = 0xd9;
export const SOS = 0xda;
export const SOF2_PROGRESSIVE = 0xc2;
const DHT = 0xc4;
const JPG = 0xc8;
const DAC = 0xcc;
const RST0 = 0xd0;
const RST7 = 0xd7;

export interface Marker {
  readonly code: number;
  /** Where the byte after the marker code is: a segment's length, or entropy-coded data. */
  readonly offset: number;
}

/** Whether a marker stands within entropy-coded data without ending it: a stuffed zero or a restart. */
function continuesScan(code: number): boolean {
  return code === 0 || (code >= RST0 && code <= RST7);
}

/**
 * The next marker at or after `offset`, past anything that is none (libjpeg skips it, too); null when the bytes end
 * before one.
 */
export function findMarker(bytes: Uint8Array, offset: number): Marker | null {
  let at = bytes.indexOf(0xff, offset);
  while (at >= 0) {
    while (bytes[at] === 0xff) at++;
    const code = bytes[at];
    if (code === undefined) return null;
    if (!continuesScan(code)) return { code, offset: at + 1 };
    at = bytes.indexOf(0xff, at);
  }
  return null;
}

/** Where the segment of a marker ends; a RangeError when its length is not there to read. */
export function endOfSegment(bytes: Uint8Array, { code, offset }: Marker): number {
  return code === SOI || code === EOI || code === 1 ? offset : offset + viewOf(bytes).getUint16(offset);
}

/** SOF0 to SOF15: the marker that carries the picture's size. */
export function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== DHT && code !== JPG && code !== DAC;
}
