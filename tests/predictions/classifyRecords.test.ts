import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { classifyRecords, type RecordKind } from '../../src/lib/predictions/classifyRecords';
import { describeFields } from '../../src/lib/predictions/fileFields';
import type { RecordFile } from '../../src/lib/predictions/recordRow';

const problem = { code: 'x', severity: 'error', where: {}, what: 'x' } as const;

function classify(path: string, records: readonly (JsonObject | null)[], said: object = {}): RecordKind {
  const rows = records.map((record, i) =>
    record === null ? { line: i + 1, problem } : { line: i + 1, record }
  );
  const file: RecordFile = { path, rows, pythonNumberRows: 0 };
  return classifyRecords(file, describeFields(file), { isDataset: false, isMapped: false, ...said });
}

const sample = { sample_id: 'v1', instruction: 'x' };
const scores = { sample_id: 'v1', format: 'vqa', task: 'x', file: 'a', line: 1, protocol: 'x' };

describe('what the records of a file are', () => {
  it.each<[kind: RecordKind, path: string, records: readonly (JsonObject | null)[]]>([
    ['predictions', 'a.json', [{ sample_id: 'v1', response: 'B' }]],
    ['predictions', 'a.json', [{ sample_id: 'v1', output_image: 'a.png' }]],
    ['unmapped', 'a.json', [{ sample_id: 'v1', raw_response: 'B' }]],
    ['predictions', 'a.json', [{ sample_id: 'v1', raw_response: '' }]],
    ['predictions', 'a.json', [null, sample, { response: 'B' }]],
    // A dataset may leave room for answers; what is named as predictions is none.
    ['unmapped', 'vqa.jsonl', [{ ...sample, response: '' }]],
    ['unmapped', 'gpt.jsonl', [{ ...sample, response: '' }]],
    ['predictions', 'gpt_vqa.jsonl', [{ ...sample, response: '' }]],
    ['predictions', 'gpt-vqa.jsonl', [{ ...sample, response: '' }]],
    ['predictions', 'a.json', [{ sample_id: 'v1', response: '' }]],
    ['predictions', 'vqa.jsonl', [{ ...sample, response: 'B' }]],
    // Answers may be elsewhere, where the field for them is empty.
    ['unmapped', 'gpt_vqa.jsonl', [{ sample_id: 'v1', response: '', prediction: 'B' }]],
    ['predictions', 'gpt_vqa.jsonl', [{ sample_id: 'v1', response: '', prediction: '' }]],
    // A response that is no text has it somewhere inside.
    ['unmapped', 'a.json', [{ sample_id: 'v1', response: { text: 'B' } }]],
    ['unmapped', 'a.json', [{ sample_id: 'v1', response: ['B'] }]],
    ['predictions', 'a.json', [{ sample_id: 'v1', response: { text: 'B' }, output_image: 'a.png' }]],
    ['predictions', 'a.json', [{ response: { text: 'B' } }, { response: 'B' }]],
    ['unmapped', 'a.json', [{ response: { text: 'B' } }, { sample_id: 'v2' }]],
    ['imported', 'a.json', [{ sample_id: 'v1', BLEU: 0.5 }]],
    ['imported', 'a.json', [{ ...sample, BLEU: 0.5 }]],
    ['dataset', 'a.json', [sample]],
    ['dataset', 'vqa.jsonl', [{ ...sample, source: 'PMC' }]],
    ['dataset', 'MedGEN/vqa.jsonl', [{ ...sample, source: 'PMC' }]],
    ['dataset', 'vqa_part1 (2).jsonl.gz', [{ ...sample, source: 'PMC' }]],
    ['dataset', 'a.json', [{ paper_task: 'x' }]],
    // Answers under other names are never taken for a dataset.
    ['unmapped', 'a.json', [{ ...sample, prediction: 'B' }]],
    ['unmapped', 'a.json', [{ ...sample, prediction: null }]],
    ['unmapped', 'a.json', [{ ...sample, edited_image: 'a.png' }]],
    ['unmapped', 'gpt_vqa.jsonl', [{ ...sample, zzz: 1 }]],
    ['dataset', 'gpt_vqa.jsonl', [sample]],
    ['unmapped', 'a.json', [{ sample_id: 'v1', zzz: 1, yyy: 2 }]],
    ['other', 'a.json', [{ zzz: 1, yyy: 2 }]],
    ['other', 'a.json', [{ sample_id: 'v1' }]],
    ['fixture', 'gpt_vqa.jsonl', [{ ...sample, response: 'B', eval_smoke_fixture: true }]],
    ['predictions', 'gpt_vqa.jsonl', [{ ...sample, response: 'B', eval_smoke_fixture: false }]],
    ['fixture', 'a.json', [{ eval_smoke_fixture: true }, sample]],
    ['results', 'a.json', [sample, { Average_PSNR: 20, n: 5 }]],
    ['results', 'run/stats_results.json', [{ x: 1 }]],
    ['results', 'STATS_RESULTS.JSON', [{ BLEU: 1 }]],
    ['other', 'stats_results.json.txt', [{ x: 1 }]],
    ['results', 'a.json', [{ schema: 'medgen-bench-viewer/results/1', rows: [] }]],
    ['other', 'a.json', [{ schema: 'another-viewer/medgen-bench-viewer/results/1' }]],
    ['other', 'a.json', [{ schema: 1 }]],
    ['results', 'a.csv', [scores]],
    ['predictions', 'a.csv', [{ ...scores, response: 'B' }]],
    [
      'unmapped',
      'a.csv',
      [{ ...scores, protocol: undefined, other: 1 } as unknown as JsonObject].map(
        ({ protocol: _, ...record }) => record
      )
    ],
    // Without one readable record the name decides.
    ['predictions', 'gpt_vqa.json', [null]],
    ['predictions', 'gpt.jsonl', [null]],
    ['predictions', 'gpt.NDJSON', [null]],
    ['other', 'gpt.json', [null]],
    ['other', 'gpt.jsonl.txt', [null]],
    ['other', 'gpt_vqa.jsonl', []]
  ])('%s in %s: %j', (kind, path, records) => expect(classify(path, records)).toBe(kind));

  it('is a dataset where a person says so, but never scores', () => {
    const isDataset = true;
    expect(classify('gpt_vqa.jsonl', [{ ...sample, response: 'B' }], { isDataset })).toBe('dataset');
    expect(classify('a.json', [{ zzz: 1 }], { isDataset })).toBe('dataset');
    expect(classify('a.json', [{ BLEU: 1 }], { isDataset })).toBe('imported');
    expect(classify('a.json', [{ Average_PSNR: 1 }], { isDataset })).toBe('results');
  });

  it('is predictions where a person said which field is which, though it is empty', () => {
    expect(classify('vqa.jsonl', [{ ...sample, response: '' }], { isMapped: true })).toBe('predictions');
  });
});
