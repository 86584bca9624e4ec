/**
 * Bytes that may be read or overwritten after the end of every block. SIMD loops load and store whole vectors, so the
 * last vector of a buffer reaches past its end; what lies there never gets into a result.
 */
const SLACK_BYTES: usize = 32;

/** A block of `bytes` bytes, aligned to 16, plus the slack. The caller frees it. Traps when the memory cannot grow. */
export function alloc(bytes: usize): usize {
  return heap.alloc(bytes + SLACK_BYTES);
}

export function free(block: usize): void {
  heap.free(block);
}
