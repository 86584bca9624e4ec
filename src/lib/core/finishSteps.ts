/** Runs a generator of steps to its end at one stretch. @returns what the generator returns */
export function finishSteps<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}
