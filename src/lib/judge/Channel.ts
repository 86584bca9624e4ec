/** What is put in comes out in order, also to a reader that comes late; one reader. */
export class Channel<Item> {
  #items: Item[] = [];
  #isClosed = false;
  #change = Promise.withResolvers<undefined>();

  put(item: Item): void {
    this.#items.push(item);
    this.#change.resolve(undefined);
  }

  close(): void {
    this.#isClosed = true;
    this.#change.resolve(undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    for (;;) {
      const items = this.#items;
      this.#items = [];
      yield* items;
      if (this.#items.length > 0) continue;
      if (this.#isClosed) return;
      this.#change = Promise.withResolvers();
      await this.#change.promise;
    }
  }
}
