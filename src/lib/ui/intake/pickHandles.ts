import { readHandles } from '../../dataset/readHandles';
import type { Transfer } from './readTransfer';

/** Only some browsers have them. */
interface Pickers {
  showDirectoryPicker?(): Promise<FileSystemDirectoryHandle>;
  showOpenFilePicker?(options: { multiple: true }): Promise<readonly FileSystemFileHandle[]>;
}

/** Whether this browser lets a person choose what a later visit can read again. */
export function canPickHandles(
  { showDirectoryPicker, showOpenFilePicker }: Pickers = globalThis as Pickers
): boolean {
  return showDirectoryPicker !== undefined && showOpenFilePicker !== undefined;
}

/** What the person chooses; null where they choose nothing, or the browser refuses the place. */
export async function pickHandles(
  folder: boolean,
  pickers: Pickers = globalThis as Pickers
): Promise<Transfer | null> {
  try {
    const handles = folder
      ? [await pickers.showDirectoryPicker!()]
      : await pickers.showOpenFilePicker!({ multiple: true });
    return { ...(await readHandles(handles)), handles };
  } catch {
    return null;
  }
}
