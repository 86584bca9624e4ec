import type { FileReading } from '../../predictions/drop';

/** Whether a person should look at how a file is read: its answers may stand elsewhere, or it is read as someone said. */
export function needsMapping({ kind, mapping, suggestion }: FileReading): boolean {
  if (kind === 'unmapped' || Object.keys(mapping).length > 0) return true;
  return kind === 'predictions' && Object.keys(suggestion).length > 0;
}
