import { expose } from 'comlink';
import { vi } from 'vitest';
import type { WorkerLike } from '../../src/lib/engine/WorkerPool';

const wayOut = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'WebTransport',
  'importScripts'
] as const;

/** One file is loaded at a time: all share the global scope. */
let loading: Promise<void> = Promise.resolve();

/**
 * A worker's own file, run in this thread: what it would expose to its global scope is behind a MessageChannel, and what it
 * takes away from that scope is put back once it is loaded.
 */
export class FileWorker extends EventTarget implements WorkerLike {
  isTerminated = false;
  /** The ways to the network that are left when the file is loaded. */
  readonly waysOut: Promise<readonly string[]>;
  readonly #page: MessagePort;
  readonly #realm: MessagePort;

  /** @param load imports the file */
  constructor(load: () => Promise<unknown>) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#page = port1;
    this.#realm = port2;
    this.#page.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data: data as unknown }))
    );
    this.#page.start();
    this.waysOut = loading.then(() => this.#run(load));
    loading = this.waysOut.then(() => undefined);
  }

  postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
    this.#page.postMessage(message, (transfer ?? []) as ArrayBuffer[]);
  }

  terminate(): void {
    this.isTerminated = true;
    this.#page.close();
    this.#realm.close();
  }

  async #run(load: () => Promise<unknown>): Promise<readonly string[]> {
    const kept = wayOut.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
    vi.resetModules();
    vi.doMock('comlink', async (importOriginal) => ({
      ...(await importOriginal<typeof import('comlink')>()),
      expose: (api: unknown) => expose(api, this.#realm as unknown as Worker)
    }));
    await load();
    vi.doUnmock('comlink');
    const left = wayOut.filter((name) => name in globalThis);
    for (const [name, property] of kept) if (property) Object.defineProperty(globalThis, name, property);
    return left;
  }
}
