import type { JsonObject } from '../core/json';
import { DataError, type Problem } from '../core/problem';
import type { Sample } from '../core/sample';
import { contentId, explicitId, stringifySorted } from '../dataset/identity';
import type { Pacer } from '../dataset/Pacer';
import { parseSample } from '../dataset/parseSample';
import type { RecordFile } from './recordRow';

/** A sample of the dropped dataset with the record that it comes from. */
export interface SampleRecord {
  readonly sample: Sample;
  readonly record: JsonObject;
  readonly file: string;
}

/** The dropped dataset: its samples by id, and by content for predictions that have no id. */
export class SampleIndex {
  readonly problems: Problem[] = [];
  #records = new Map<string, SampleRecord>();
  #idByContent: Promise<ReadonlyMap<string, string>> | null = null;

  get samples(): ReadonlyMap<string, Sample> {
    return new Map([...this.#records].map(([id, { sample }]) => [id, sample]));
  }

  get size(): number {
    return this.#records.size;
  }

  get(sampleId: string): SampleRecord | undefined {
    return this.#records.get(sampleId);
  }

  async add({ path, rows }: RecordFile, pacer: Pacer): Promise<void> {
    for (const row of rows) {
      if (pacer.isDue) await pacer.pause();
      if ('problem' in row) this.problems.push(row.problem);
      else await this.#addRecord(row.record, path, row.line);
    }
  }

  /** The id under which the dataset holds a sample of this content. */
  async findByContent(id: string): Promise<string | undefined> {
    this.#idByContent ??= this.#hashAll();
    return (await this.#idByContent).get(id);
  }

  async #addRecord(record: JsonObject, file: string, line: number): Promise<void> {
    const where = { file, line };
    const sampleId = explicitId(record) ?? (await contentId(record));
    if (sampleId === null) {
      const what = 'a sample without sample_id and instruction';
      this.problems.push({ code: 'no-identity', severity: 'error', where, what });
      return;
    }
    const known = this.#records.get(sampleId);
    if (known && stringifySorted(known.record) !== stringifySorted(record)) {
      const what = `two different samples are called ${JSON.stringify(sampleId)}; the first one is used`;
      const expected = `only the one in ${known.file}`;
      this.problems.push({
        code: 'sample-duplicate',
        severity: 'warning',
        where: { ...where, sampleId },
        what,
        expected
      });
    }
    if (known) return;
    try {
      this.#records.set(sampleId, { sample: parseSample(record, sampleId, where), record, file });
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.problems.push(error.problem);
    }
  }

  async #hashAll(): Promise<ReadonlyMap<string, string>> {
    const idByContent = new Map<string, string>();
    for (const [sampleId, { record }] of this.#records) {
      const id = await contentId(record);
      if (id !== null && !idByContent.has(id)) idByContent.set(id, sampleId);
    }
    return idByContent;
  }
}
