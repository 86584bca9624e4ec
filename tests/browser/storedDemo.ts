import type { Page } from 'puppeteer-core';

/** What of the demo a page has stored: entries by database. */
export type StoredEntries = Readonly<Record<string, readonly (readonly [key: string, value: unknown])[]>>;

/** Everything in the databases of the page's origin. @throws what JSON would change */
export function readStored(page: Page): Promise<StoredEntries> {
  return page.evaluate(async () => {
    const settle = <Result>(request: IDBRequest<Result>): Promise<Result> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no result'));
      });
    const refuseLoss = (_: string, value: unknown): unknown => {
      const isPlain =
        typeof value !== 'object' ||
        value === null ||
        Array.isArray(value) ||
        Object.getPrototypeOf(value) === Object.prototype;
      if (!isPlain || (typeof value === 'number' && !Number.isFinite(value)))
        throw new Error(`JSON has no ${String(value)}`);
      return value;
    };
    const stored: Record<string, [string, unknown][]> = {};
    // Bytes of pictures and handles of folders are no JSON; a run is whole without them.
    const bare = ['pictures', 'run-folders'];
    for (const { name = '' } of await indexedDB.databases()) {
      if (bare.some((kind) => name.endsWith(`/${kind}`))) continue;
      const database = await settle(indexedDB.open(name));
      for (const kind of database.objectStoreNames) {
        const store = database.transaction(kind).objectStore(kind);
        const [keys, values] = await Promise.all([settle(store.getAllKeys()), settle(store.getAll())]);
        stored[name] = keys.map((key, i) => [key as string, values[i] as unknown]);
      }
      database.close();
    }
    return JSON.parse(JSON.stringify(stored, refuseLoss)) as typeof stored;
  });
}

/** Puts entries into the databases of the page's origin, as the site itself names and makes them. */
export function writeStored(page: Page, entries: StoredEntries): Promise<void> {
  return page.evaluate(async (given) => {
    for (const [name, pairs] of Object.entries(given)) {
      const kind = name.slice(name.indexOf('/') + 1);
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onupgradeneeded = () => opening.result.createObjectStore(kind);
        opening.onerror = () => reject(opening.error ?? new Error(`${name} was not opened`));
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(kind, 'readwrite');
          for (const [key, value] of pairs) transaction.objectStore(kind).put(value, key);
          transaction.onabort = () => reject(transaction.error ?? new Error(`${name} was not written`));
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      });
    }
  }, entries);
}
