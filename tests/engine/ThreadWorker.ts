import { expose } from 'comlink';
import type { WorkerLike } from '../../src/lib/engine/WorkerPool';

/**
 * A worker in this thread: what a worker's file would expose, behind a MessageChannel, so that the pools, comlink's protocol,
 * copies and transfers are those of a page.
 */
export class ThreadWorker extends EventTarget implements WorkerLike {
  readonly #page: MessagePort;
  readonly #realm: MessagePort;

  constructor(api: unknown) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#page = port1;
    this.#realm = port2;
    this.#page.addEventListener('message', ({ data }) =>
      this.dispatchEvent(new MessageEvent('message', { data: data as unknown }))
    );
    this.#page.start();
    expose(api, this.#realm as unknown as Worker);
  }

  postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
    this.#page.postMessage(message, (transfer ?? []) as ArrayBuffer[]);
  }

  terminate(): void {
    this.#page.close();
    this.#realm.close();
  }
}
