import { decodePages } from './decodePages';
import type { LeafTask, LeafValue, LeafValues } from './ParquetDecoder';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The values of one leaf, a row each.
 * @throws DataError
 */
export function readLeaf(task: LeafTask): Promise<LeafValues> {
  return decodePages(task, (value) => toValue(task.leaf, value));
}

function toValue(leaf: LeafTask['leaf'], value: unknown): LeafValue {
  const part = leaf.split('.')[1];
  if (part === undefined) return toText(value);
  const images = listImages(value).map((image) => image[part]);
  // A copy each: the bytes of one image must not keep a whole page alive, and they leave the worker.
  return part === 'path' ? images.map(toText) : images.map((bytes) => toBytes(bytes)?.slice() ?? null);
}

function listImages(value: unknown): Record<string, unknown>[] {
  if (value === null || value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((image) => (typeof image === 'object' && image !== null ? { ...image } : {}));
}

function toText(value: unknown): string | null {
  const bytes = toBytes(value);
  return bytes && decoder.decode(bytes);
}

function toBytes(value: unknown): Uint8Array<ArrayBuffer> | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value as Uint8Array<ArrayBuffer>;
  throw new TypeError(`bytes were expected; got a ${typeof value}`);
}
