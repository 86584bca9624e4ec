import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
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
