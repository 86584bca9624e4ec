import { clear, delMany, getMany, keys, setMany, type UseStore } from 'idb-keyval';

/** Bytes by a name each; IndexedDB in the browser, memory in tests. */
export interface KeyedBytes {
  read(names: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | undefined)[]>;
  /** All or nothing. */
  write(entries: readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[]): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  list(): Promise<string[]>;
  /** Name → bytes that it takes. */
  measure(): Promise<Map<string, number>>;
}

/** So many entries are in memory at once while they are measured. */
const chunkSize = 500;

/** @param use opens the database when it is first needed */
export function openKeyedBytes(use: () => UseStore): KeyedBytes {
  return {
    read: (names) => getMany<Uint8Array<ArrayBuffer> | undefined>([...names], use()),
    write: (entries) =>
      setMany(
        entries.map(([name, bytes]) => [name, bytes]),
        use()
      ),
    remove: (names) => delMany([...names], use()),
    clear: () => clear(use()),
    list: () => keys<string>(use()),
    measure: () => measure(use())
  };
}

async function measure(use: UseStore): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  let last: string | null = null;
  do {
    const chunk: [string, number][] = await measureAfter(use, last);
    for (const [name, sizeBytes] of chunk) sizes.set(name, sizeBytes);
    last = chunk.length < chunkSize ? null : chunk.at(-1)![0];
  } while (last !== null);
  return sizes;
}

/** The next entries after a name, in the order of names. */
async function measureAfter(use: UseStore, last: string | null): Promise<[string, number][]> {
  const range = last === null ? null : IDBKeyRange.lowerBound(last, true);
  const [names, bytes] = await use('readonly', (store) =>
    Promise.all([
      settle(store.getAllKeys(range, chunkSize)) as Promise<string[]>,
      settle(store.getAll(range, chunkSize)) as Promise<Uint8Array[]>
    ])
  );
  return names.map((name, at) => [name, bytes[at]!.byteLength]);
}

function settle<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the storage could not be read'));
  });
}
