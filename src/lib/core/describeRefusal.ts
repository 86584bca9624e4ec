/** The same with the error's kind in front: of a browser that refuses, or a worker that died, that says more than the message. */
export function describeRefusal(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
