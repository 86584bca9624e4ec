import { viewOf } from './imageHeader';
import { endOfSegment, EOI, findMarker, isFrame, SOI, SOS } from './jpegMarkers';

const SOF2_PROGRESSIVE = 0xc2;
const SOI_BYTES = 2;

/**
 * Whether libjpeg finds all it waits for before the bytes run out. Pillow feeds libjpeg piece by piece, and when it asks
 * for more than the file has, Pillow raises "image file is truncated". A decoder that reads from memory invents an end
 * instead and gives a grey rest without a word.
 *
 * libjpeg reads on until it meets a marker: in a single scan with all components any marker will do, for it then
 * fills the rest itself; with several scans it has to be EOI, for it collects them all first.
 */
export function jpegEnds(bytes: Uint8Array): boolean {
  let components = 0;
  let severalScans: boolean | null = null;
  let marker = findMarker(bytes, SOI_BYTES);
  while (marker) {
    const { code, offset } = marker;
    if (code === EOI || severalScans === false) return true;
    if (offset + 8 > bytes.length) return false;
    if (isFrame(code)) {
      components = viewOf(bytes).getUint8(offset + 7);
      if (code === SOF2_PROGRESSIVE) severalScans = true;
    }
    if (code === SOS) severalScans ??= viewOf(bytes).getUint8(offset + 2) < components;
    marker = code === SOI ? findMarker(bytes, offset) : findMarker(bytes, endOfSegment(bytes, marker));
  }
  return false;
}
