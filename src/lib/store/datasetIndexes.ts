import { get, set } from 'idb-keyval';
import type { HubCache, HubIndex } from '../dataset/remote/openHub';
import { datasetIndexes } from './databases';

/** What was read of datasets whose revision is fixed, so that the next visit opens them at once and offline. */
export const datasetCache: HubCache = {
  read: (key) => get<HubIndex>(key, datasetIndexes()),
  write: (key, index) => set(key, index, datasetIndexes())
};
