import type { Draft } from './tasks/draft.ts';
import { makeArchive } from './output/archive.ts';
import { makeDatasetFiles, type DemoFile } from './output/dataset.ts';
import { makeCases } from './phantoms/phantomPool.ts';
import { readme } from './readme.ts';
import { systems } from './systems/systems.ts';
import { makeEditingDrafts } from './tasks/editing.ts';
import { makeGenerationDrafts } from './tasks/generation.ts';
import { makeVolumeDrafts } from './tasks/volumes.ts';
import { makeVqaDrafts } from './tasks/vqa.ts';

/** All random numbers follow from it. */
const seed = 'MedGEN-Bench viewer demo';

export interface Demo {
  readonly drafts: readonly Draft[];
  readonly files: readonly DemoFile[];
  readonly archive: Uint8Array;
}

/** The demo dataset with the predictions of two made-up systems: always the same bytes. */
export async function makeDemo(): Promise<Demo> {
  const cases = makeCases(seed);
  const drafts = [
    ...makeVqaDrafts(cases),
    ...makeEditingDrafts(cases),
    ...makeGenerationDrafts(cases),
    ...makeVolumeDrafts(cases)
  ];
  const notice = { path: 'README.txt', bytes: new TextEncoder().encode(readme) };
  const files = [notice, ...makeDatasetFiles(drafts, systems)];
  return { drafts, files, archive: await makeArchive(files) };
}
