/**
 * Runs `work` over `items`, at most `limit` at a time, and yields results as they come, in no set order.
 * The first rejection ends it; work already started is left to settle.
 */
export async function* mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>
): AsyncGenerator<Result> {
  const running = new Map<number, Promise<{ id: number; result: Result }>>();
  let next = 0;
  while (next < items.length || running.size > 0) {
    while (next < items.length && running.size < limit) {
      const id = next++;
      const promise = work(items[id]!).then((result) => ({ id, result }));
      // Rejections reach the caller through the race below; without it, those behind the first would be unhandled.
      promise.catch(() => undefined);
      running.set(id, promise);
    }
    const { id, result } = await Promise.race(running.values());
    running.delete(id);
    yield result;
  }
}
