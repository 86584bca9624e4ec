import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import { makeBlobEntry, type FileEntry } from '../dataset/FileEntry';
import { splitPath } from '../dataset/filePath';
import type { Pacer } from '../dataset/Pacer';
import type { RecordFile, RecordRow } from './recordRow';

/** By the base64 of their first bytes. BMP's two letters begin other texts, too. */
const kinds: readonly (readonly [start: RegExp, ending: string])[] = [
  [/^iVBORw0KGgo/, 'png'],
  [/^\/9j\//, 'jpg'],
  [/^UklGR/, 'webp'],
  [/^R0lGOD/, 'gif'],
  [/^(?:SUkqA|TU0AK)/, 'tif']
];

/** Shorter texts are words, not images. */
const minBase64Length = 64;

/** Of an image; of a type that says nothing where what it holds is one. */
const dataUrl = /^\s*data:(?:image\/[^,]*|(?:application\/octet-stream)?(?:;[^,]*)?);base64,/i;

/**
 * Takes images that lie inside of records out of them: data: URLs, base64, `{"bytes": …}`, in lists too. The record then
 * names the place where the drop has the image, as it names any other file; of `{"path": …}` the path stays.
 */
export async function takeInlineImages(
  file: RecordFile,
  entry: FileEntry,
  pacer: Pacer
): Promise<RecordFile & { readonly images: readonly FileEntry[] }> {
  const images: FileEntry[] = [...(file.images ?? [])];
  const rows: RecordRow[] = [];
  for (const [i, row] of file.rows.entries()) {
    if (pacer.isDue) await pacer.pause();
    rows.push(takeRowImages(row, i + 1, entry, images));
  }
  return { ...file, rows, images };
}

/**
 * The same of one row, so that a file of a gigabyte never has all its base64 in memory.
 * @param number of the row: many records may stand in one line
 * @param images takes those of the row
 */
export function takeRowImages(
  row: RecordRow,
  number: number,
  entry: FileEntry,
  images: FileEntry[]
): RecordRow {
  if ('problem' in row || !Object.entries(row.record).some(mayBeImage)) return row;
  const fields = Object.entries(row.record).map(([field, value]): [string, JsonValue] => {
    const place: Place = (base64, i) => {
      const bytes = decode(base64);
      if (!bytes) return null;
      const ending = kinds.find(([start]) => start.test(base64))?.[1] ?? 'image';
      const name = `${number}/${field}${i === 0 ? '' : i}.${ending}`;
      images.push(makeBlobEntry(`${entry.path}/${name}`, new Blob([bytes]), entry.modifiedMs));
      return `${splitPath(entry.path).at(-1)}/${name}`;
    };
    const isImage = isImageField(field);
    const take = (item: JsonValue, i: number) => takeValue(isImage ? unfoldImage(item) : item, i, place);
    if (!Array.isArray(value)) return [field, take(value, 0)];
    return [field, (isImage ? value.flat() : value).map(take)];
  });
  return { ...row, record: Object.fromEntries(fields) as JsonObject };
}

/** Puts an image into the drop and gives its path; null for what is no base64. */
type Place = (base64: string, i: number) => string | null;

function takeValue(value: JsonValue, i: number, place: Place): JsonValue {
  const base64 = isImageObject(value) ? value['bytes'] : value;
  if (typeof base64 === 'string' && (isImageObject(value) || isInlineText(base64))) {
    const path = place(base64.replace(dataUrl, '').trim(), i);
    if (path !== null) return path;
  }
  return isImageObject(value) && typeof value['path'] === 'string' ? value['path'] : value;
}

const isImageField = (field: string) => /image/i.test(field);

function mayBeImage([field, value]: [string, JsonValue]): boolean {
  const items: readonly JsonValue[] = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  if (isImageField(field) && items.some((item) => typeof item === 'object' && item !== null)) return true;
  return items.some((item) => isImageObject(item) || isInlineText(item));
}

/** Where services and tools put an image, or its address, in an object. */
const dataKeys = ['bytes', 'b64_json', 'base64', 'data'];
const pathKeys = ['path', 'url', 'image_url', 'file', 'filename', 'file_name'];

/** `{"bytes", "path"}` of any object that holds an image under another name; other values as they are. */
function unfoldImage(value: JsonValue): JsonValue {
  if (!isJsonObject(value) || isImageObject(value)) return value;
  const textOf = (keys: readonly string[]) =>
    keys.map((key) => value[key]).find((item) => typeof item === 'string');
  const bytes = textOf(dataKeys);
  if (bytes !== undefined) return { bytes, path: textOf(pathKeys) ?? null };
  const path = textOf(pathKeys);
  if (path !== undefined) return path;
  const inner = pathKeys.map((key) => value[key]).find(isJsonObject);
  return inner ? unfoldImage(inner) : value;
}

/** What the `datasets` library makes of an image: its bytes, its path, or both. */
function isImageObject(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => key === 'bytes' || key === 'path');
}

function isInlineText(value: JsonValue): boolean {
  if (typeof value !== 'string') return false;
  return (
    dataUrl.test(value) || (value.length >= minBase64Length && kinds.some(([start]) => start.test(value)))
  );
}

function decode(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    // As in addresses: without + and /, or with these as numbers.
    const text = atob(
      base64
        .replaceAll('-', '+')
        .replaceAll('_', '/')
        .replaceAll(/%(2B|2F|3D)/gi, decodeURIComponent)
    );
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  } catch {
    return null;
  }
}
