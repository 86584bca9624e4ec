/** What went wrong in the words of whoever threw it; anything can be thrown, and an error may have no message. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
