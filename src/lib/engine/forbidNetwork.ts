/**
 * Takes every way to the network from a worker: a page's policy does not bind workers that are loaded by address, and a
 * host of static pages cannot send them one of their own. Imported first, so that nothing runs before it.
 */
const ways = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'WebTransport', 'importScripts'];

for (let scope: object | null = globalThis; scope !== null; scope = Object.getPrototypeOf(scope) as object) {
  for (const way of ways) Reflect.deleteProperty(scope, way);
}

export {};
