import type { UseStore } from 'idb-keyval';

/**
 * As idb-keyval's `createStore`, for data that must outlive a crash of the machine: a write is on the disk when it
 * resolves (browsers by default only hand it to the system), a newer version of the page in another tab is let through,
 * and a connection that the browser closed is opened again, once, before a call fails.
 */
export function createStrictStore(database: string, name: string): UseStore {
  let opened: Promise<IDBDatabase> | null = null;
  const connect = (): Promise<IDBDatabase> => {
    opened ??= openDatabase(database, name, () => (opened = null));
    opened.catch(() => (opened = null));
    return opened;
  };
  const begin = (db: IDBDatabase, mode: IDBTransactionMode): IDBObjectStore =>
    db.transaction(name, mode, { durability: 'strict' }).objectStore(name);
  return async (mode, use) => {
    let store: IDBObjectStore;
    try {
      store = begin(await connect(), mode);
    } catch {
      opened = null;
      store = begin(await connect(), mode);
    }
    return use(store);
  };
}

function openDatabase(database: string, name: string, forget: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database);
    request.onupgradeneeded = () => request.result.createObjectStore(name);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another tab keeps the database open; close it'));
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = forget;
      db.onversionchange = () => {
        db.close();
        forget();
      };
      resolve(db);
    };
  });
}
