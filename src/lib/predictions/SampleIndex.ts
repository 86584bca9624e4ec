import { formats } from '../benchmark/formats';
import type { JsonObject } from '../core/json';
import { DataError } from '../core/problem';
import type { Sample } from '../core/sample';
import { contentId, contentPrefix, explicitId, stringifySorted } from '../dataset/identity';
import { markSourcePath } from '../dataset/locateImage';
import type { Pacer } from '../dataset/Pacer';
import { parseSample } from '../dataset/parseSample';
import type { SampleSource } from '../dataset/SampleSource';
import { IdMatcher } from './IdMatcher';
import type { Findings } from './Findings';
import type { RecordFile } from './recordRow';

/** A sample of the dataset with the record that it comes from. */
export interface SampleRecord {
  readonly sample: Sample;
  readonly record: JsonObject;
  /** Empty for a sample that only the source has. */
  readonly file: string;
  /** What the source says of it, whose images are not among the files; null where there is no source or it has no such sample. */
  readonly source: JsonObject | null;
}

/** The dataset, dropped or chosen: its samples by id, and by content for predictions that have no id. */
export class SampleIndex {
  readonly #findings: Findings;
  #records = new Map<string, SampleRecord>();
  #ids: IdMatcher | null = null;
  #idByContent: Promise<ReadonlyMap<string, string>> | null = null;

  /** @param findings takes what is wrong with samples */
  constructor(findings: Findings) {
    this.#findings = findings;
  }

  get samples(): ReadonlyMap<string, Sample> {
    return new Map([...this.#records].map(([id, { sample }]) => [id, sample]));
  }

  get sampleFiles(): ReadonlyMap<string, string> {
    return new Map([...this.#records].map(([id, { file }]) => [id, file]));
  }

  /** The only id that another spelling can mean; null where there is none or several. */
  match(id: string): string | null {
    return this.#matchIds().match(id);
  }

  /** The id that looks most like this one; null where none does. */
  nearest(id: string): string | null {
    return this.#matchIds().nearest(id);
  }

  get size(): number {
    return this.#records.size;
  }

  /** Its samples are known by their content alone. */
  get isNameless(): boolean {
    return this.#records.keys().next().value?.startsWith(contentPrefix) ?? false;
  }

  get(sampleId: string): SampleRecord | undefined {
    return this.#records.get(sampleId);
  }

  async add({ path, rows }: RecordFile, pacer: Pacer): Promise<void> {
    for (const row of rows) {
      if (pacer.isDue) await pacer.pause();
      if ('problem' in row) this.#findings.add(row.problem);
      else await this.#addRecord(row.record, path, row.line);
    }
  }

  /** Adds the samples of a dataset that is not among the files. Those that are keep their own words. */
  async addSource({ samples, problems }: SampleSource, pacer: Pacer): Promise<void> {
    this.#findings.addAll(problems);
    for (const sample of samples) {
      if (pacer.isDue) await pacer.pause();
      const marked = markImages(sample);
      const source = toRecord(marked);
      const known = this.#records.get(sample.sampleId) ?? { sample: marked, record: source, file: '' };
      this.#records.set(sample.sampleId, { ...known, source });
    }
  }

  /** The id under which the dataset holds a sample of this content. */
  async findByContent(id: string): Promise<string | undefined> {
    this.#idByContent ??= this.#hashAll();
    return (await this.#idByContent).get(id);
  }

  /** Made when all samples are in. */
  #matchIds(): IdMatcher {
    return (this.#ids ??= new IdMatcher(this.#records.keys()));
  }

  async #addRecord(record: JsonObject, file: string, line: number): Promise<void> {
    const where = { file, line };
    const sampleId = explicitId(record) ?? (await contentId(record));
    if (sampleId === null) {
      const what = 'a sample without sample_id and instruction';
      this.#findings.add({ code: 'no-identity', severity: 'error', where, what });
      return;
    }
    const known = this.#records.get(sampleId);
    if (known && stringifySorted(known.record) !== stringifySorted(record)) {
      const what = `two different samples are called ${JSON.stringify(sampleId)}; the first one is used`;
      const expected = `only the one in ${known.file}`;
      this.#findings.add({
        code: 'sample-duplicate',
        severity: 'warning',
        where: { ...where, sampleId },
        what,
        expected
      });
    }
    if (known) return;
    try {
      this.#records.set(sampleId, {
        sample: parseSample(record, sampleId, where),
        record,
        file,
        source: null
      });
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#findings.add(error.problem);
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

/** The record that says of a sample what the sample says; its images are those of the sample. */
function toRecord(sample: Sample): JsonObject {
  return {
    sample_id: sample.sampleId,
    category: formats[sample.format].category,
    paper_task: sample.task,
    paper_subtask: sample.subtask,
    modality: sample.modalityAsWritten,
    instruction: sample.instruction,
    choices: sample.choices,
    ...(sample.answer !== undefined && { answer: sample.answer }),
    input_images: sample.inputImages,
    ...(sample.referenceImage !== null && { ground_truth_image: sample.referenceImage })
  };
}

/** Its images are the source's, whatever files of the drop are called. */
function markImages(sample: Sample): Sample {
  const { inputImages, referenceImage } = sample;
  return {
    ...sample,
    inputImages: inputImages.map(markSourcePath),
    referenceImage: referenceImage === null ? null : markSourcePath(referenceImage)
  };
}
