/**
 * How a zlib stream ended: at its end with the right checksum; for want of input; with more to come than there was room for;
 * at something that cannot be; or with a checksum of other data.
 */
export type StreamEnd = 'whole' | 'truncated' | 'more' | 'corrupt' | 'wrong checksum';

export interface Inflated {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly end: StreamEnd;
}
