import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { Pacer } from '../../src/lib/dataset/Pacer';
import type { RecordKind, SortedFile } from '../../src/lib/predictions/classifyRecords';
import { Findings } from '../../src/lib/predictions/Findings';
import { SampleIndex } from '../../src/lib/predictions/SampleIndex';
import { settleTexts } from '../../src/lib/predictions/settleTexts';
import { sampleOf, vqaRecord } from './records';

async function indexOf(...ids: string[]): Promise<SampleIndex> {
  const index = new SampleIndex(new Findings());
  const rows = ids.map((id, i) => ({ line: i + 1, record: sampleOf(vqaRecord(id)) as JsonObject }));
  await index.add({ path: 'data.jsonl', rows, pythonNumberRows: 0 }, new Pacer());
  return index;
}

const file = (records: readonly JsonObject[], kind: RecordKind = 'other', isTable = false) =>
  ({
    path: 'm_vqa.json',
    kind,
    isTable,
    rows: records.map((record, i) => ({ line: i + 1, record })),
    pythonNumberRows: 0
  }) as unknown as SortedFile;

async function settle(one: SortedFile, ...ids: string[]) {
  const [settled] = settleTexts([one], await indexOf(...ids));
  return settled === one
    ? null
    : settled!.rows.map((row) => ('record' in row ? { line: row.line, ...row.record } : row));
}

const texts = { v1: 'a', v2: 'b' };
const answers = [
  { line: 1, sample_id: 'v1', response: 'a' },
  { line: 2, sample_id: 'v2', response: 'b' }
];

describe('texts by the ids of the dataset', () => {
  it.each<[what: string, one: SortedFile, expected: unknown]>([
    ['in one object', file([texts]), answers],
    ['where a name was not known', file([texts], 'unmapped'), answers],
    ['one a line', file([{ v1: 'a' }, { v2: 'b' }]), answers],
    ['below names', file([{ model: 'm', results: { predictions: texts } }]), answers],
    ['too deep', file([{ a: { b: { c: texts } } }]), null],
    ['in two places', file([{ a: texts, b: { v3: 'c' } }]), null],
    ['beside a line that is none', file([texts, { v3: { response: 'c' } }]), null],
    ['two of one id', file([{ v1: 'a' }, { v1: 'b' }]), null],
    ['no line', file([]), null],
    ['below a header', file([texts], 'other', true), null],
    ['in a file that is known', file([texts], 'dataset'), null]
  ])('are predictions: %s', async (_, one, expected) => {
    expect(await settle(one, 'v1', 'v2')).toEqual(expected);
  });

  it('are those of which half are its own, by whatever spelling', async () => {
    expect(await settle(file([texts]), 'v1')).toEqual(answers);
    expect(await settle(file([texts]), 'V1')).toEqual(answers);
    expect(await settle(file([{ ...texts, v3: 'c' }]), 'v1')).toBeNull();
    expect(await settle(file([texts]))).toBeNull();
  });

  it('are a file of predictions with a word on where they stood', async () => {
    const [settled, other] = settleTexts([file([texts]), file([{ x: 1 }])], await indexOf('v1'));
    expect(settled).toMatchObject({
      kind: 'predictions',
      path: 'm_vqa.json',
      fields: { lacking: ['output_image'], records: 2 },
      warnings: [
        {
          code: 'records-inside',
          what: '2 records were read from an object, by their keys; the number behind the file is that of the record, not of its line'
        }
      ]
    });
    expect(other!.kind).toBe('other');
  });
});
