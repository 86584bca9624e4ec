import { clear, type UseStore } from 'idb-keyval';
import { datasetIndexes, models, pictures, ratings, reviews, runFolders, scores } from './databases';
import { answers } from './judgeAnswers';
import { findRuns } from './runs';

export const storedKinds = [
  'runs',
  'pictures',
  'folders',
  'scores',
  'models',
  'datasets',
  'answers',
  'reviews'
] as const;
export type StoredKind = (typeof storedKinds)[number];

/** What of one kind is kept, before the browser compresses it. */
export interface KindUse {
  readonly kind: StoredKind;
  readonly count: number;
  /** Estimated from some of the entries where they are many. */
  readonly sizeBytes: number;
}

/** As the browser reports it for the whole site; null where it does not. */
export interface SiteUse {
  readonly usedBytes: number | null;
  readonly grantedBytes: number | null;
  /** Whether the browser has promised not to delete the data by itself. */
  readonly isPersisted: boolean | null;
}

/** Kinds that can be had again from the files or the network: clearing them loses nothing for good. */
export type RebuiltKind = 'pictures' | 'folders' | 'scores' | 'datasets';

const rebuilt: Readonly<Record<RebuiltKind, () => UseStore>> = {
  pictures,
  folders: runFolders,
  scores,
  datasets: datasetIndexes
};

/** @throws when the browser does not let the page read its storage */
export async function measureKinds(): Promise<KindUse[]> {
  const { runs, failure } = await findRuns();
  if (failure !== null) throw new Error(failure);
  const measured = await Promise.all([
    measure('pictures', pictures()),
    measure('folders', runFolders()),
    measure('scores', scores()),
    measure('models', models()),
    measure('datasets', datasetIndexes()),
    measure('answers', answers()),
    measure('reviews', reviews(), ratings())
  ]);
  const sizeBytes = runs.reduce((sum, run) => sum + (run.sizeBytes ?? 0), 0);
  return [{ kind: 'runs', count: runs.length, sizeBytes }, ...measured];
}

export async function measureSite(): Promise<SiteUse> {
  // Absent where the page was not loaded over HTTPS.
  const storage = navigator.storage as StorageManager | undefined;
  const estimate = await storage?.estimate().catch(() => null);
  const isPersisted = await storage?.persisted().catch(() => null);
  return {
    usedBytes: estimate?.usage ?? null,
    grantedBytes: estimate?.quota ?? null,
    isPersisted: isPersisted ?? null
  };
}

/** Asks the browser never to delete the data by itself; some ask the reader, some decide. */
export function persistSite(): Promise<boolean> {
  return navigator.storage.persist();
}

export function clearKind(kind: RebuiltKind): Promise<void> {
  return clear(rebuilt[kind]());
}

const sampleSize = 100;

/** The entries of the first store; the sizes of all. */
async function measure(kind: StoredKind, ...stores: readonly UseStore[]): Promise<KindUse> {
  const uses = await Promise.all(stores.map(measureStore));
  return {
    kind,
    count: uses[0]?.count ?? 0,
    sizeBytes: Math.round(uses.reduce((sum, use) => sum + use.sizeBytes, 0))
  };
}

function measureStore(use: UseStore): Promise<{ count: number; sizeBytes: number }> {
  return use('readonly', async (store) => {
    const [count, some] = await Promise.all([
      settle(store.count()),
      settle<unknown[]>(store.getAll(null, sampleSize))
    ]);
    const bytes = some.reduce<number>((sum, value) => sum + measureBytes(value), 0);
    return { count, sizeBytes: some.length === 0 ? 0 : (bytes / some.length) * count };
  });
}

function settle<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the storage could not be read'));
  });
}

/** Of a stored value: bytes of binary data as they are, of the rest about as many as its JSON has. */
export function measureBytes(value: unknown): number {
  if (value instanceof Blob) return value.size;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'string') return value.length + 2;
  if (value instanceof Map) return measureBytes([...value]);
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + measureBytes(one) + 1, 2);
  if (typeof value !== 'object' || value === null) return String(value).length;
  return Object.entries(value).reduce((sum, [key, one]) => sum + key.length + 4 + measureBytes(one), 2);
}
