import { isJsonObject, type JsonValue } from '../core/json';
import type { Pacer } from '../dataset/Pacer';
import type { RecordRow } from './recordRow';

/** Shorter ones take no more room than what would tell them. */
const minLength = 12;

/**
 * Keeps each text of a drop once: every system repeats the instructions and paths of all its samples, so that twenty of them
 * would hold these twenty times.
 */
export class SharedTexts {
  readonly #texts = new Map<string, string>();

  /** Puts the first of equal texts into the records in the place of the others. */
  async share(rows: readonly RecordRow[], pacer: Pacer): Promise<void> {
    for (const row of rows) {
      if (pacer.isDue) await pacer.pause();
      if ('record' in row) this.#shareInside(row.record);
    }
  }

  #shareInside(container: object): void {
    const values = container as Record<string, JsonValue>;
    for (const key of Object.keys(values)) {
      const value = values[key]!;
      if (typeof value === 'string') {
        if (value.length >= minLength) values[key] = this.#take(value);
      } else if (Array.isArray(value) || isJsonObject(value)) this.#shareInside(value);
    }
  }

  #take(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }
}
