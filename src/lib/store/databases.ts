import { createStore, type UseStore } from 'idb-keyval';

/**
 * One database a kind of data. All projects of an account on github.io share one origin, hence the prefix.
 * Opened on first use: the pages are prerendered where there is no IndexedDB. Where a browser has none, or throws at its
 * name (Firefox with cookies blocked), every use is a rejected promise, as where it fails later.
 */
function open(kind: string): () => UseStore {
  let store: UseStore | undefined;
  const use: UseStore = async (mode, work) => {
    store ??= createStore(`medgen-bench-viewer/${kind}`, kind);
    return store(mode, work);
  };
  return () => use;
}

export const summaries = open('run-summaries');
export const contents = open('run-contents');
export const scores = open('scores');
export const pictures = open('pictures');
export const runImages = open('run-images');
export const runFolders = open('run-folders');
export const models = open('models');
export const datasetIndexes = open('dataset-indexes');
export const settings = open('settings');
export const reviews = open('reviews');
export const ratings = open('review-ratings');
