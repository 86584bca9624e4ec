import { readHandles } from '../dataset/readHandles';
import type { DroppedFile } from '../dataset/openFiles';

/** Only browsers that keep handles have these. */
interface Guarded {
  queryPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
}

type TakeFiles = (files: readonly DroppedFile[], folders: readonly FileSystemHandle[]) => Promise<void>;

/** Folders and files of an earlier visit, read again once the person allows it. */
export class KeptFolders {
  /** Empty where they are dropped or chosen again. */
  folders = $state.raw<readonly FileSystemHandle[]>([]);
  isReading = $state(false);
  /** Why a folder could not be read; empty when it could. */
  failure = $state('');
  readonly #take: TakeFiles;
  readonly #instead: string;

  /**
   * @param take gets what was read
   * @param instead what to do where it cannot be read, as a sentence
   */
  constructor(take: TakeFiles, instead: string) {
    this.#take = take;
    this.#instead = instead;
  }

  /** "run", "run and 2 more" */
  get name(): string {
    const [first, ...others] = this.folders.map(({ name }) => name);
    return others.length === 0 ? (first ?? '') : `${first} and ${others.length} more`;
  }

  /** At a click: the browser may ask the person. */
  async reconnect(): Promise<void> {
    this.failure = '';
    for (const folder of this.folders) {
      if ((await requestState(folder)) === 'granted') continue;
      this.failure = `The browser does not let the page read ${folder.name}. ${this.#instead}`;
      return;
    }
    await this.read();
  }

  /** Without a click: whether the browser lets the page read all of them still. */
  async isGranted(): Promise<boolean> {
    const states = await Promise.all(this.folders.map((folder) => askState(folder)));
    return states.length > 0 && states.every((state) => state === 'granted');
  }

  protected async read(): Promise<void> {
    this.isReading = true;
    try {
      const { files, unreadable } = await readHandles(this.folders);
      if (files.length === 0) {
        this.failure = `${unreadable[0] ?? this.name} is no longer where it was. ${this.#instead}`;
        return;
      }
      await this.#take(files, this.folders);
    } finally {
      this.isReading = false;
    }
  }
}

function askState(handle: FileSystemHandle & Guarded): Promise<PermissionState> {
  return handle.queryPermission?.({ mode: 'read' }) ?? Promise.resolve('denied');
}

async function requestState(handle: FileSystemHandle & Guarded): Promise<PermissionState> {
  try {
    return (await handle.requestPermission?.({ mode: 'read' })) ?? 'denied';
  } catch {
    return 'denied';
  }
}
