import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { Pacer } from '../../src/lib/dataset/Pacer';
import type { SortedFile } from '../../src/lib/predictions/classifyRecords';
import { Findings } from '../../src/lib/predictions/Findings';
import { describeMatched, matchIds } from '../../src/lib/predictions/matchIds';
import { SampleIndex } from '../../src/lib/predictions/SampleIndex';
import { sampleOf, vqaRecord } from './records';

const problem = { code: 'x', severity: 'error', where: {}, what: 'x' } as const;

const rowsOf = (records: readonly (JsonObject | null)[]) =>
  records.map((record, i) => (record === null ? { line: i + 1, problem } : { line: i + 1, record }));

async function match(ids: readonly string[], records: readonly (JsonObject | null)[], isUsed = false) {
  const index = new SampleIndex(new Findings());
  const pacer = new Pacer();
  const samples = ids.map((id) => sampleOf(vqaRecord(id)) as JsonObject);
  await index.add({ path: 'data.jsonl', rows: rowsOf(samples), pythonNumberRows: 0 }, pacer);
  return matchIds(
    { path: 'm.csv', rows: rowsOf(records) } as unknown as SortedFile,
    { index, pacer },
    isUsed
  );
}

const of = (...ids: string[]) => ids.map((sample_id) => ({ sample_id }));

describe('ids of a file that the dataset has in another spelling', () => {
  const ids = ['1', '2', '3', '4'];

  it('are counted, the first three shown', async () => {
    const records = [null, {}, ...of('1.0', '2', 'x', '2.0', '3.0', '4.0')];
    expect(await match(ids, records, true)).toEqual({
      path: 'm.csv',
      count: 4,
      isUsed: true,
      examples: [
        ['1.0', '1'],
        ['2.0', '2'],
        ['3.0', '3']
      ]
    });
    expect(await match(ids, of('1.0'))).toEqual({
      path: 'm.csv',
      count: 1,
      isUsed: false,
      examples: [['1.0', '1']]
    });
  });

  it('may be none', async () => {
    expect(await match(ids, [null, {}, ...of('1', 'x')])).toBeNull();
    expect(await match(ids, [])).toBeNull();
    expect(await match([], of('1.0'))).toBeNull();
  });

  it('are told of where they are read so', () => {
    const say = (count: number, ...examples: [string, string][]) =>
      describeMatched('m.csv', { path: 'm.csv', count, examples, isUsed: true });
    expect(say(1, ['1.0', '1'])).toEqual({
      code: 'ids-matched',
      severity: 'note',
      where: { file: 'm.csv', field: 'sample_id' },
      what: '1 id that the dataset lacks is read as the nearest that it has: "1.0" as "1"'
    });
    expect(say(5, ['1.0', '1'], ['2.0', '2']).what).toBe(
      '5 ids that the dataset lacks are read as the nearest that it has: "1.0" as "1", "2.0" as "2"'
    );
  });
});
