import { delMany, getMany, setMany } from 'idb-keyval';
import type { CandidateScores } from '../engine/api';
import { scores } from './databases';

/** What is remembered of a scored prediction; its key is the fingerprint of everything the scores depend on. */
export type CachedScores = Omit<CandidateScores, 'key'>;

/** The scores known for each fingerprint, undefined where there are none. A store that cannot be read knows none. */
export function readScores(fingerprints: string[]): Promise<(CachedScores | undefined)[]> {
  return getMany<CachedScores>(fingerprints, scores()).catch(() => fingerprints.map(() => undefined));
}

/** Durable when it resolves, all or nothing. */
export function writeScores(entries: [fingerprint: string, scores: CachedScores][]): Promise<void> {
  return setMany(entries, scores());
}

export function deleteScores(fingerprints: string[]): Promise<void> {
  return delMany(fingerprints, scores());
}
