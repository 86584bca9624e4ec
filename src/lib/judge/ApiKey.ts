import { DataError } from '../core/problem';

/**
 * A provider's key. The value is in a private field, so that nothing that prints, copies, stores or stringifies the
 * object can take it along: all of them get the mask. It lives in memory only.
 */
export class ApiKey {
  readonly #value: string;

  /** @throws DataError that does not hold the text */
  constructor(text: string) {
    const value = text.trim();
    if (!/^[\x21-\x7e]+$/.test(value)) {
      throw new DataError({
        code: 'key-syntax',
        where: {},
        what: 'this is not a key',
        got: value === '' ? 'an empty text' : 'a text with spaces or letters that no key has',
        expected: 'the key as the provider shows it, one line without spaces'
      });
    }
    this.#value = value;
  }

  /** Only `providers/secrets` calls it, for the one header; a policy test holds that. */
  reveal(): string {
    return this.#value;
  }

  /** The text without the key, should a server have echoed it. */
  scrub(text: string): string {
    return text.replaceAll(this.#value, this.toString());
  }

  /** "…abcd"; short keys show nothing. */
  toString(): string {
    return this.#value.length < 16 ? '…' : `…${this.#value.slice(-4)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
