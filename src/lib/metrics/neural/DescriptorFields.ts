import { describeError } from '../../core/describeError';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { DataError } from '../../core/problem';

/** Reads the fields of a JSON object; a wrong one is a DataError that says which, what it holds and what it should. */
export class DescriptorFields {
  readonly #values: JsonObject;
  readonly #file: string;
  /** "model." within the field `model`. */
  readonly #prefix: string;

  private constructor(values: JsonObject, file: string, prefix: string) {
    this.#values = values;
    this.#file = file;
    this.#prefix = prefix;
  }

  static parse(text: string, file: string): DescriptorFields {
    let value: JsonValue;
    try {
      value = JSON.parse(text) as JsonValue;
    } catch (error) {
      const got = describeError(error);
      throw new DataError({ code: 'json-syntax', where: { file }, what: 'not JSON', got, expected: 'JSON' });
    }
    if (isJsonObject(value)) return new DescriptorFields(value, file, '');
    const what = 'not the description of a model';
    throw new DataError({ code: 'model-description', where: { file }, what, expected: 'a JSON object' });
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  text(name: string, pattern = /\S/, expected = 'a text that is not empty'): string {
    const value = this.#values[name];
    return typeof value === 'string' && pattern.test(value) ? value : this.fail(name, value, expected);
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const value = this.#values[name];
    const found = choices.find((choice) => choice === value);
    return found ?? this.fail(name, value, choices.map((choice) => `"${choice}"`).join(' or '));
  }

  number(name: string): number {
    const value = this.#values[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : this.fail(name, value, 'a number');
  }

  integer(name: string, min: number, max: number): number {
    const value = this.#values[name];
    const fits = typeof value === 'number' && Number.isInteger(value) && min <= value && value <= max;
    return fits ? value : this.fail(name, value, `a whole number from ${min} to ${max}`);
  }

  numbers(
    name: string,
    count: number,
    accept: (value: number) => boolean = Number.isFinite,
    each = 'numbers'
  ): number[] {
    const list = this.#values[name];
    const expected = `a list of ${count} ${each}`;
    if (!Array.isArray(list) || list.length !== count) return this.fail(name, list, expected);
    const values: readonly JsonValue[] = list;
    return values.map((value) =>
      typeof value === 'number' && Number.isFinite(value) && accept(value)
        ? value
        : this.fail(name, list, expected)
    );
  }

  object(name: string): DescriptorFields {
    const value = this.#values[name];
    if (!isJsonObject(value)) return this.fail(name, value, 'an object');
    return new DescriptorFields(value, this.#file, `${this.#prefix}${name}.`);
  }

  /** A list of at least one. */
  objects(name: string): DescriptorFields[] {
    const list = this.#values[name];
    if (!Array.isArray(list) || list.length === 0) return this.fail(name, list, 'a list of objects');
    const values: readonly JsonValue[] = list;
    return values.map((value, i) => {
      if (!isJsonObject(value)) return this.fail(name, list, 'a list of objects');
      return new DescriptorFields(value, this.#file, `${this.#prefix}${name}[${i}].`);
    });
  }

  flag(name: string): boolean {
    const value = this.#values[name];
    return typeof value === 'boolean' ? value : this.fail(name, value, 'true or false');
  }

  fail(name: string, value: unknown, expected: string): never {
    const field = this.#prefix + name;
    throw new DataError({
      code: 'model-description',
      where: { file: this.#file, field },
      what: `the description's field ${field} is wrong`,
      got: value === undefined ? 'nothing' : JSON.stringify(value),
      expected
    });
  }
}
