import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NamedBlob } from '../../src/lib/models/Companions';

/** A file that tests/golden/weights/twins.py wrote. */
export async function openTwin(name: string): Promise<NamedBlob> {
  return {
    name,
    blob: await openAsBlob(fileURLToPath(new URL(`../golden/weights/${name}`, import.meta.url)))
  };
}
