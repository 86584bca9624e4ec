import type { JsonObject } from '../../src/lib/core/json';
import type { Problem } from '../../src/lib/core/problem';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { FileTree } from '../../src/lib/dataset/FileTree';
import { Pacer } from '../../src/lib/dataset/Pacer';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import { checkPrediction } from '../../src/lib/predictions/checkPrediction';
import { parseFileName } from '../../src/lib/predictions/fileName';
import { Findings } from '../../src/lib/predictions/Findings';
import { SampleIndex } from '../../src/lib/predictions/SampleIndex';
import { sampleOf, vqaRecord } from './records';

/** Of a row that cannot be read. */
export const problem: Problem = {
  code: 'x',
  severity: 'error',
  where: { file: 'm_vqa.jsonl', line: 3 },
  what: 'x'
};

/** A dropped dataset of these samples. */
export async function indexOf(...samples: JsonObject[]): Promise<SampleIndex> {
  const index = new SampleIndex(new Findings());
  const rows = samples.map((record, i) => ({ line: i + 1, record }));
  await index.add({ path: 'data/vqa.jsonl', rows, pythonNumberRows: 0 }, new Pacer());
  return index;
}

export const sample = (id: string, fields: object = {}) => sampleOf(vqaRecord(id, fields)) as JsonObject;
export interface Facts {
  readonly path?: string;
  readonly samples?: readonly JsonObject[];
  readonly matchesIds?: boolean;
  readonly source?: SampleSource | null;
  readonly files?: readonly string[];
}

/** What becomes of the third row of a prediction file; null is one that cannot be read. */
export async function check(record: JsonObject | null, facts: Facts = {}) {
  const { path = 'm_vqa.jsonl', samples = [], files = ['images/in.png'], ...others } = facts;
  const [errors, warnings]: [Problem[], Problem[]] = [[], []];
  const tree = new FileTree(files.map((one) => makeBlobEntry(one, new Blob(['x']), 0)));
  const index = await indexOf(...samples);
  const row = record === null ? { line: 3, problem } : { line: 3, record };
  const tools = { tree, source: null, matchesIds: false, index, errors, warnings, ...others };
  const checked = await checkPrediction(path, parseFileName(path), row, tools);
  return { checked, errors, warnings, row: checked.row };
}
