/**
 * Calls `load` once a key and shares the promise; a rejection is forgotten, so that the next call tries again.
 */
export function memoise<Key, Value>(load: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const pending = new Map<Key, Promise<Value>>();
  return (key) => {
    const known = pending.get(key);
    if (known) return known;
    const promise = load(key);
    pending.set(key, promise);
    promise.catch(() => pending.delete(key));
    return promise;
  };
}
