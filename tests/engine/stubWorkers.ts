import { vi } from 'vitest';
import { NamedWorker } from './NamedWorker';

/** Gives the page workers that run in this thread; the list takes every one that it asks for. */
export function stubWorkers(): NamedWorker[] {
  const spawned: NamedWorker[] = [];
  vi.stubGlobal(
    'Worker',
    class extends NamedWorker {
      constructor(url: URL, options: WorkerOptions) {
        super(url, options);
        spawned.push(this);
      }
    }
  );
  return spawned;
}

/** As in a browser that loads no worker. */
export function blockWorkers(): void {
  vi.stubGlobal(
    'Worker',
    class extends EventTarget {
      constructor() {
        super();
        queueMicrotask(() => this.dispatchEvent(Object.assign(new Event('error'), { message: 'blocked' })));
      }
      postMessage = () => undefined;
      terminate = () => undefined;
    }
  );
}
