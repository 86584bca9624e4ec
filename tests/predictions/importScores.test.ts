import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { formatProblem } from '../../src/lib/core/problem';
import { Pacer } from '../../src/lib/dataset/Pacer';
import type { SystemRows } from '../../src/lib/predictions/assembleSystems';
import type { CheckedRow } from '../../src/lib/predictions/checkPrediction';
import type { SortedFile } from '../../src/lib/predictions/classifyRecords';
import { noChoices } from '../../src/lib/predictions/fileChoices';
import { parseFileName } from '../../src/lib/predictions/fileName';
import { importScores } from '../../src/lib/predictions/importScores';
import { check, indexOf, problem, sample } from './checkRecord';

/** A row of these systems: of a sample, or unscored; in `format`. */
interface RowFacts {
  readonly sampleId: string | null;
  readonly isReady?: boolean;
  readonly format?: string | null;
  readonly record?: JsonObject | null;
}

function makeRow(file: string, line: number, facts: RowFacts): CheckedRow {
  const { sampleId, isReady = true, format = 'vqa', record = { response: 'B' } } = facts;
  const place = { file, line };
  const row = isReady
    ? { status: 'ready', prediction: { sample: { sampleId, format }, record } }
    : { status: 'unscored', sampleId, format, record };
  return { row, place, output: null } as unknown as CheckedRow;
}

const sorted = (path: string, facts: Partial<SortedFile> = {}): SortedFile =>
  ({ path, name: parseFileName(path), kind: 'predictions', rows: [], ...facts }) as unknown as SortedFile;

const system = (path: string, ...rows: RowFacts[]): SystemRows => ({
  system: parseFileName(path).system,
  files: [sorted(path)],
  rows: rows.map((facts, i) => makeRow(path, i + 1, facts))
});

/** An evaluated file of these records; null is one that cannot be read. */
const scores = (path: string, records: readonly (JsonObject | null)[], facts: Partial<SortedFile> = {}) =>
  sorted(path, {
    kind: 'imported',
    rows: records.map((record, i) => (record === null ? { line: i + 1, problem } : { line: i + 1, record })),
    ...facts
  });

const v1 = { sample_id: 'v1', BLEU: 0.5 };

async function give(systems: readonly SystemRows[], files: readonly SortedFile[], said = {}) {
  const choices = { ...noChoices, ...said };
  const tools = { index: await indexOf(sample('v1'), sample('v2')), pacer: new Pacer(), choices };
  const { problems, scoreFiles } = await importScores(systems, files, tools);
  return {
    said: problems.map(formatProblem),
    problems,
    values: systems.map(({ rows }) => rows.map(({ row }) => row.imported?.values['BLEU'])),
    files: systems.map((one) => scoreFiles.get(one)!.map(({ path }) => path))
  };
}

describe('the system of an evaluated file', () => {
  const gpt = () => system('a/gpt_vqa.jsonl', { sampleId: 'v1' });
  const namesake = () => system('b/gpt_vqa.jsonl', { sampleId: 'v1' });
  const plain = (folder: string) => ({
    ...system(`${folder}/predictions.jsonl`, { sampleId: 'v1' }),
    system: folder
  });

  it.each<[what: string, make: () => SystemRows[], file: SortedFile, owner: number | null]>([
    ['of its name in its place', () => [namesake(), gpt()], scores('a/GPT_local_metrics.jsonl', [v1]), 1],
    ['the only one of its name', () => [plain('x'), gpt()], scores('c/Gpt_vqa_with_vlm.jsonl', [v1]), 1],
    ['none of two of its name', () => [namesake(), gpt()], scores('c/gpt_vqa.jsonl', [v1]), null],
    ['none of another name', () => [gpt()], scores('a/llava.jsonl', [v1]), null],
    [
      'the one whose records it repeats',
      () => [namesake(), gpt()],
      scores('b/gpt_vqa.jsonl', [v1], { repeats: 'a/gpt_vqa.jsonl' }),
      1
    ],
    [
      'of a name that says nothing in its place',
      () => [plain('a'), plain('b')],
      scores('b/predictions.csv', [v1]),
      1
    ],
    [
      'none elsewhere of a name that says nothing',
      () => [plain('a')],
      scores('b/predictions.csv', [v1]),
      null
    ]
  ])('is %s', async (_, make, file, owner) => {
    const systems = make();
    const { values, files, said } = await give(systems, [file]);
    expect(values).toEqual(systems.map((_one, i) => [i === owner ? 0.5 : undefined]));
    expect(files).toEqual(systems.map((_one, i) => (i === owner ? [file.path] : [])));
    expect(said).toEqual(
      owner === null
        ? [
            `${file.path}: 1 imported record not used, because there are no predictions of "${file.name.system}"`
          ]
        : []
    );
  });

  it('is the one that a person says', async () => {
    const file = scores('a/gpt_vqa.csv', [v1]);
    const systems = [gpt(), { ...namesake(), system: 'mine' }];
    const chosen = (name: string) => ({ systems: new Map([['a/gpt_vqa.csv', name]]) });
    expect((await give(systems, [file], chosen('mine'))).values).toEqual([[undefined], [0.5]]);
    const nobody = await give([gpt()], [file], chosen('other'));
    expect(nobody.values).toEqual([[undefined]]);
    expect(nobody.problems).toMatchObject([{ code: 'imported-unmatched', severity: 'warning' }]);
  });

  it('is told of only where the file has records', async () => {
    expect((await give([gpt()], [scores('llava.jsonl', []), sorted('x.jsonl')])).said).toEqual([]);
  });
});

describe('the row of an evaluated record', () => {
  const path = 'gpt_vqa.jsonl';
  const evaluated = 'gpt_vqa_local_metrics.jsonl';

  it('is that of its sample that is scored, or the first', async () => {
    const rows = [
      { sampleId: 'v1', isReady: false },
      { sampleId: 'v1' },
      { sampleId: 'v1', isReady: false },
      { sampleId: 'v2', isReady: false },
      { sampleId: 'v2', isReady: false },
      { sampleId: null, isReady: false }
    ];
    const records = [v1, { sample_id: 'v2', BLEU: 0.25 }];
    const { values, said } = await give([system(path, ...rows)], [scores(evaluated, records)]);
    expect(values).toEqual([[undefined, 0.5, undefined, 0.25, undefined, undefined]]);
    expect(said).toEqual([]);
  });

  it('is first given what its own record holds', async () => {
    const own = { response: 'B', BLEU: 0.125 };
    const rows = [
      { sampleId: 'v1', record: own },
      { sampleId: 'v1', isReady: false, record: { BLEU: 1 } },
      { sampleId: 'v2', isReady: false, record: { BLEU: 0.25 } },
      { sampleId: null, isReady: false, record: { BLEU: 1 } },
      { sampleId: 'v3', isReady: false, record: null }
    ];
    const { values, said } = await give([system(path, ...rows)], [scores(evaluated, [v1])]);
    expect(values).toEqual([[0.125, undefined, 0.25, undefined, undefined]]);
    expect(said).toEqual([
      `${evaluated}: 1 imported value of BLEU not used, because earlier ones differ; got differences of up to 0.375, expected the values of ${path}, which are kept`
    ]);
  });

  it.each<[what: string, row: RowFacts, record: JsonObject | null, said: string | null]>([
    ['of the same format', { sampleId: 'v1' }, { ...v1, category: 'VQA' }, null],
    ['of no known format', { sampleId: 'v1', isReady: false, format: null }, v1, null],
    ['with the same answer', { sampleId: 'v1' }, { ...v1, response: 'B' }, null],
    [
      'with an answer where none was read',
      { sampleId: 'v1', isReady: false, record: null },
      { ...v1, response: 'C' },
      null
    ],
    [
      'of another format',
      { sampleId: 'v1' },
      { ...v1, category: 'ImageEdit' },
      '1 imported record not used, because "gpt" has no prediction for the sample: v1'
    ],
    [
      'of another sample',
      { sampleId: 'v2' },
      v1,
      '1 imported record not used, because "gpt" has no prediction for the sample: v1'
    ],
    [
      'of no sample',
      { sampleId: 'v1' },
      { BLEU: 0.5 },
      '1 imported record not used, because "gpt" has no prediction for the sample: line 1'
    ],
    [
      'with another answer',
      { sampleId: 'v1' },
      { ...v1, response: 'C' },
      '1 imported record not used, because "gpt" answers otherwise: v1; expected values of the answers that are scored'
    ]
  ])('is found or told of: %s', async (_, row, record, said) => {
    const result = await give([system(path, row)], [scores(evaluated, [record])]);
    expect(result.values).toEqual([[said === null ? 0.5 : undefined]]);
    expect(result.said).toEqual(said === null ? [] : [`${evaluated}: ${said}`]);
    for (const { severity } of result.problems) expect(severity).toBe('warning');
  });

  it('cannot be that of a row which cannot be read, and that is told', async () => {
    const { problems, values } = await give(
      [system(path, { sampleId: 'v1' })],
      [scores(evaluated, [null, v1])]
    );
    expect(problems).toEqual([{ ...problem, severity: 'warning' }]);
    expect(values).toEqual([[0.5]]);
  });

  it('is found by another spelling of its id where a person says so', async () => {
    const file = scores(evaluated, [{ sample_id: 'V1', BLEU: 0.5 }]);
    const rows = { sampleId: 'v1' };
    expect((await give([system(path, rows)], [file])).values).toEqual([[undefined]]);
    const said = { matchedIds: new Set([evaluated]) };
    expect((await give([system(path, rows)], [file], said)).values).toEqual([[0.5]]);
  });

  it('has its values beside everything else that is known of it', async () => {
    const { checked } = await check({ sample_id: 'v1', response: 'B' }, { samples: [sample('v1')] });
    const own = { system: 'gpt', files: [sorted(path)], rows: [checked] };
    await give([own], [scores(evaluated, [v1])]);
    expect(own.rows[0]).toEqual({
      ...checked,
      row: {
        ...checked.row,
        imported: {
          values: { BLEU: 0.5 },
          verdicts: {},
          sources: [{ file: evaluated, line: 1, fields: ['BLEU'] }]
        }
      }
    });
  });
});
