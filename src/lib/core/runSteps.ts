/**
 * Runs a generator of steps to its end and tells each step on the way.
 * @returns what the generator returns
 * @throws what the generator throws
 */
export async function runSteps<Step, Result>(
  steps: AsyncGenerator<Step, Result>,
  onstep: (step: Step) => void
): Promise<Result> {
  let next = await steps.next();
  for (; !next.done; next = await steps.next()) onstep(next.value);
  return next.value;
}
