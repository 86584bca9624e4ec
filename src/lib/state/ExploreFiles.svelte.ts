import type { DroppedFile } from '../dataset/openFiles';
import { readExploredFolders, writeExploredFolders } from '../store/runFolders';
import { dataset } from './Dataset.svelte';
import { KeptFolders } from './KeptFolders.svelte';

/** The way back to the dataset files that Explore had open, where the browser keeps handles. */
export class ExploreFiles extends KeptFolders {
  constructor() {
    super((files) => dataset.open('local', files), 'Choose it again instead.');
  }

  /** Opens what was chosen, and remembers where it lies. */
  async open(files: readonly DroppedFile[], handles: readonly FileSystemHandle[]): Promise<void> {
    await Promise.all([dataset.open('local', files), writeExploredFolders(handles)]);
  }

  /** Looks up what an earlier visit chose. Where the browser lets the page read it still, it is opened. */
  async follow(): Promise<void> {
    this.folders = await readExploredFolders();
    if ((await this.isGranted()) && dataset.source === null) await this.read();
  }
}

export const exploreFiles = new ExploreFiles();
