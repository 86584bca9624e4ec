/**
 * Runs work that tells by a callback how far it has come, and yields what it tells. What is told faster than it is taken is
 * left out, except the latest.
 * @returns what the work returns
 * @throws what the work throws
 */
export async function* yieldNotes<Result>(
  work: (tell: (note: string) => void) => Promise<Result>
): AsyncGenerator<string, Result> {
  let latest: string | null = null;
  let wake = (): void => undefined;
  const working = work((note) => {
    latest = note;
    wake();
  });
  const ended = working.then(
    () => true,
    () => true
  );
  for (;;) {
    const told = new Promise<boolean>((resolve) => (wake = () => resolve(false)));
    const isOver = latest === null ? await Promise.race([ended, told]) : false;
    const note: string | null = latest;
    latest = null;
    if (note !== null) yield note;
    if (isOver) return working;
  }
}
