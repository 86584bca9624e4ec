import type { FieldMapping } from '../core/run';
import type { Drop, FileReading } from '../predictions/drop';
import { noChoices, renameSystem, splitSystem, type FileChoices } from '../predictions/fileChoices';
import { readMappings, writeMapping } from '../store/fieldMappings';

/** What the person says of the dropped files in the check step, and what was said of files with the same fields before. */
export class DropCheck {
  choices = $state.raw<FileChoices>(noChoices);
  readonly #onchange: () => Promise<void>;

  /** @param onchange matches the files anew */
  constructor(onchange: () => Promise<void>) {
    this.#onchange = onchange;
  }

  /** Before files are read. */
  async recall(): Promise<void> {
    this.choices = { ...this.choices, shapes: await readMappings() };
  }

  clear(): void {
    this.choices = noChoices;
  }

  /** Gives a system a name; where another has it, the two are joined. */
  rename({ systems }: Drop, from: string, to: string): Promise<void> {
    return this.#choose(renameSystem(this.choices, systems, from, to));
  }

  split({ systems }: Drop, system: string): Promise<void> {
    return this.#choose(splitSystem(this.choices, systems, system));
  }

  /** Says which fields of a file are those of a prediction; an empty mapping takes it back. */
  async mapFields({ path, shape }: FileReading, mapping: FieldMapping): Promise<void> {
    const { choices } = this;
    const fields = new Map(choices.fields).set(path, mapping);
    const datasets = new Set([...choices.datasets].filter((other) => other !== path));
    await writeMapping(shape, mapping);
    const shapes = new Map(choices.shapes).set(shape, mapping);
    await this.#choose({ ...choices, fields, datasets, shapes });
  }

  /** Says that a file is the dataset, whatever its fields are called. */
  callDataset({ path }: FileReading): Promise<void> {
    return this.#choose({ ...this.choices, datasets: new Set(this.choices.datasets).add(path) });
  }

  /** Reads ids that the dataset lacks as the nearest that it has, or no more. */
  matchIds(path: string, isMatched: boolean): Promise<void> {
    const matchedIds = new Set(this.choices.matchedIds);
    if (isMatched) matchedIds.add(path);
    else matchedIds.delete(path);
    return this.#choose({ ...this.choices, matchedIds });
  }

  #choose(choices: FileChoices): Promise<void> {
    this.choices = choices;
    return this.#onchange();
  }
}
