import type { JsonObject, JsonValue } from '../../core/json';

/** Names the input images of a dropped record; undefined where it names none. */
export function findSource(record: JsonObject | null): string | undefined {
  const images = record?.['input_images'] ?? record?.['input_image'];
  return isNamed(images) ? JSON.stringify([images].flat()) : undefined;
}

/** A path, or a list of them: anything else does not say which image it is. */
function isNamed(images: JsonValue | undefined): boolean {
  if (typeof images === 'string') return images !== '';
  return Array.isArray(images) && images.length > 0 && images.every((one) => typeof one === 'string');
}
