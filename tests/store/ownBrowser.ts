import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { vi } from 'vitest';

/** A browser of its own: an empty database, and modules, imported from now on, that know no other. */
export function openBrowser(): void {
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: new IDBFactory() });
  Object.defineProperty(globalThis, 'IDBKeyRange', { configurable: true, value: IDBKeyRange });
  vi.resetModules();
}

export function closeBrowser(): void {
  Reflect.deleteProperty(globalThis, 'indexedDB');
  Reflect.deleteProperty(globalThis, 'IDBKeyRange');
  vi.resetModules();
}

/** From now on one kind of data cannot be opened, as in a browser whose storage is full or broken. */
export function refuseStorage(kind: string, error: Error): void {
  const factory = indexedDB;
  const open = factory.open.bind(factory);
  vi.spyOn(factory, 'open').mockImplementation((name, version) => {
    if (name === `medgen-bench-viewer/${kind}`) throw error;
    return open(name, version);
  });
}

/** From now on nothing more of one kind can be written, as when the storage is full while the page is open. */
export function refuseWrites(kind: string, error: Error): void {
  const put = Reflect.get(IDBObjectStore.prototype, 'put') as IDBObjectStore['put'];
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value: unknown,
    key?: IDBValidKey
  ) {
    if (this.name === kind) throw error;
    return put.call(this, value, key);
  });
}
