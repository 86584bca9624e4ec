import { delMany, getMany, setMany } from 'idb-keyval';
import type { CandidateScores } from '../engine/api';
import { scores } from './databases';

/** The scores known for each fingerprint (a hash of everything that scores depend on), undefined where there are none. A store that cannot be read knows none. */
export function readScores(fingerprints: string[]): Promise<(CandidateScores | undefined)[]> {
  return getMany<CandidateScores>(fingerprints, scores()).catch(() => fingerprints.map(() => undefined));
}

/** Durable when it resolves, all or nothing. */
export function writeScores(entries: [fingerprint: string, scores: CandidateScores][]): Promise<void> {
  return setMany(entries, scores());
}

export function deleteScores(fingerprints: string[]): Promise<void> {
  return delMany(fingerprints, scores());
}
