/** How long rows are read without a pause. */
const pauseAfterMs = 8;

/** Takes the steps while nobody waits for them, with pauses in which the page answers. */
export async function readAhead(steps: Iterable<void>, signal: AbortSignal): Promise<void> {
  let startedMs = performance.now();
  for (const step of steps) {
    void step;
    if (performance.now() - startedMs < pauseAfterMs) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    startedMs = performance.now();
  }
}
