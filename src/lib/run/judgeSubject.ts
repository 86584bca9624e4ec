import { formats } from '../benchmark/formats';
import { sha256Hex } from '../core/hash';
import type { RgbImage, Size } from '../core/image';
import { DataError, type Place } from '../core/problem';
import type { Sample } from '../core/sample';
import type { ScoreRow } from '../core/score';
import type { FileEntry } from '../dataset/FileEntry';
import { parseSample } from '../dataset/parseSample';
import type { JudgeSubject, SubjectImage } from '../judge/JudgeQuestion';
import { outputPathOf } from '../predictions/findImages';

/** The files and samples at hand in this visit. */
export interface JudgedFiles {
  /** The image that a path means which stands in `fromFile`; undefined when it is not at hand. */
  find(path: string, fromFile: string): FileEntry | undefined;
  /** The dataset's own sample, for what a record leaves out. */
  sampleOf(sampleId: string): Sample | undefined;
  /** Sizes that were read in this visit, by file. */
  readonly sizes?: WeakMap<FileEntry, Size>;
  /** @throws DataError when the file is no picture */
  decode(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<RgbImage>;
}

/**
 * What the judge is shown of a run's row: the sample of its record, completed from the dataset, and the prediction.
 * @throws DataError when the row has no record or no task
 */
export function makeJudgeSubject(row: ScoreRow, files: JudgedFiles): JudgeSubject {
  const where: Place = { file: row.file, line: row.line, sampleId: row.sampleId };
  const { record } = row;
  const known = files.sampleOf(row.sampleId);
  if (record === null) throw new DataError({ code: 'no-record', where, what: 'the row has no record' });
  const own = parseOwn(row, known, where);
  const open = (path: string): SubjectImage => openImage(path, row.file, files, where);
  const output = formats[own.format].hasImage ? outputPathOf(record) : null;
  const reference = own.referenceImage ?? known?.referenceImage ?? null;
  return {
    sampleId: row.sampleId,
    format: own.format,
    task: own.task,
    modality: own.modalityAsWritten || (known?.modalityAsWritten ?? ''),
    instruction: own.instruction || (known?.instruction ?? ''),
    choices: own.choices.length > 0 ? own.choices : (known?.choices ?? []),
    answer: own.answer ?? known?.answer,
    response: typeof record['response'] === 'string' ? record['response'] : '',
    inputs: (own.inputImages.length > 0 ? own.inputImages : (known?.inputImages ?? [])).map(open),
    reference: reference === null ? null : open(reference),
    output: output === null ? null : open(output)
  };
}

/** The same, or null for a row that has no record or no task. */
export function findJudgeSubject(row: ScoreRow, files: JudgedFiles): JudgeSubject | null {
  try {
    return makeJudgeSubject(row, files);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

/** A record that does not name its task has the dataset's. */
function parseOwn({ record, sampleId }: ScoreRow, known: Sample | undefined, where: Place): Sample {
  try {
    return parseSample(record ?? {}, sampleId, where);
  } catch (error) {
    if (known && error instanceof DataError) return known;
    throw error;
  }
}

function openImage(path: string, fromFile: string, files: JudgedFiles, where: Place): SubjectImage {
  const find = (): FileEntry => {
    const entry = files.find(path, fromFile);
    if (entry) return entry;
    throw new DataError({
      code: 'image-missing',
      where,
      what: 'an image is not among the files of this visit',
      got: path,
      expected: 'the files of the run, dropped again'
    });
  };
  const { sizes } = files;
  return {
    path,
    hash: async () => sha256Hex(await find().read()),
    decode: async () => files.decode(await find().read(), path),
    size: () => {
      const entry = files.find(path, fromFile);
      return entry && sizes?.get(entry);
    },
    measure: async () => {
      const entry = files.find(path, fromFile);
      if (!entry || !sizes || sizes.has(entry)) return;
      const size = await readSize(entry).catch(() => null);
      if (size) sizes.set(entry, size);
    }
  };
}

/** Enough for nearly every header. */
const headBytes = 65_536;

async function readSize(entry: FileEntry): Promise<Size> {
  const { readHeader } = await import('../images/readHeader');
  const head = await entry.blob?.slice(0, headBytes).arrayBuffer();
  if (head) {
    try {
      return readHeader(new Uint8Array(head), entry.path);
    } catch {
      // A long colour profile: then the whole file.
    }
  }
  return readHeader(await entry.read(), entry.path);
}
