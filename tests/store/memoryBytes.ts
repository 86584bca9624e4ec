import type { KeyedBytes } from '../../src/lib/store/KeyedBytes';

/** What IndexedDB does, in memory. */
export function makeMemoryBytes(
  kept = new Map<string, Uint8Array<ArrayBuffer>>()
): KeyedBytes & { readonly kept: Map<string, Uint8Array<ArrayBuffer>> } {
  return {
    kept,
    read: (names) => Promise.resolve(names.map((name) => kept.get(name))),
    write: (entries) => {
      for (const [name, bytes] of entries) kept.set(name, bytes);
      return Promise.resolve();
    },
    remove: (names) => {
      for (const name of names) kept.delete(name);
      return Promise.resolve();
    },
    clear: () => {
      kept.clear();
      return Promise.resolve();
    },
    list: () => Promise.resolve([...kept.keys()]),
    measure: () => Promise.resolve(new Map([...kept].map(([name, { byteLength }]) => [name, byteLength])))
  };
}
