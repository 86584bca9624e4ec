import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taskNames, tasks } from '../../src/lib/benchmark/tasks';
import type { UsedJudge } from '../../src/lib/core/run';
import type { Score, ScoreRow } from '../../src/lib/core/score';
import { flagKey } from '../../src/lib/query/flagFacet';
import { rowFacets } from '../../src/lib/query/rowFacets';
import {
  keyRows,
  makeRowTable,
  readRowsAhead,
  statusFacet,
  toRowOrder,
  toRowQuery,
  type RowFilter,
  type RowSort
} from '../../src/lib/query/rowTable';
import { selectPlainly } from './selectPlainly';

const task = fc.constantFrom(null, ...taskNames.slice(0, 4));
const modality = fc.constantFrom('CT', 'MRI', 'unknown');
const word = fc.constantFrom('lesion', 'Left', 'İris', '左肺', '512×512', 'les', 'ion', 'a');
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
const score: fc.Arbitrary<Score> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 2.5, Infinity).map((value) => ({ value })),
  fc.double({ noNaN: true }).map((value) => ({ value })),
  fc.constant({ value: null, reason: 'no image' })
);

const row: fc.Arbitrary<ScoreRow> = fc
  .record({
    sampleId: fc.constantFrom('', 's9', 's10', 'a:x:3', 'a:x:20', 'b', '123456789', 'scan lesion'),
    task,
    subtask: fc.constantFrom(null, 'left', 'right'),
    modality,
    scores: fc.record({ psnr: score, ssim: score }, { requiredKeys: [] }),
    texts: fc.option(fc.record({ response: text, answer: text, parsed: fc.constant(null) })),
    notes: fc.array(text, { maxLength: 2 }),
    damage: fc.array(text, { maxLength: 1 }),
    unscored: fc.option(text),
    instruction: text
  })
  .map(({ instruction, ...rest }) => ({
    ...rest,
    format: rest.task && tasks[rest.task].format,
    file: 'a.jsonl',
    line: 1,
    record: { instruction }
  }));

const bound = fc.constantFrom(null, 0, 1, 2.5, -Infinity, Infinity);
const filter: fc.Arbitrary<RowFilter> = fc.record({
  format: fc.constantFrom(null, null, 'edit', 'vqa'),
  task: fc.oneof(fc.constant(null), task),
  modality: fc.oneof(fc.constant(null), modality),
  status: fc.constantFrom(null, null, 'scored', 'unscored', 'noted'),
  slice: fc.option(
    fc.record({
      facet: fc.constantFrom('subtask', 'answer-length', 'format'),
      key: fc.constantFrom('left', 'unknown', '1', '5', 'edit', 'nothing')
    }),
    { freq: 1 }
  ),
  range: fc.option(
    fc.record({ metric: fc.constantFrom('psnr', 'sample', 'lpips'), from: bound, to: bound }),
    {
      freq: 1
    }
  ),
  search: fc.oneof(
    fc.constant(''),
    fc.array(word, { maxLength: 2 }).map((words) => words.join(' '))
  )
});
const sort: fc.Arbitrary<RowSort | null> = fc.option(
  fc.record({
    key: fc.constantFrom('sample', 'format', 'task', 'modality', 'psnr', 'ssim', 'lpips'),
    descending: fc.boolean()
  })
);

const choices = fc.array(fc.tuple(filter, sort), { minLength: 1, maxLength: 6 });

/** One index answers all choices, so what it keeps from one is used for the next. */
function check(rows: readonly ScoreRow[], chosen: readonly (readonly [RowFilter, RowSort | null])[]): void {
  const keyed = keyRows(rows);
  const table = makeRowTable(keyed);
  for (const [kept, order] of chosen) {
    const found = Array.from(table.select(toRowQuery(kept), toRowOrder(order)), (place) => keyed[place]!);
    expect(found).toEqual(selectPlainly(keyed, kept, order));
  }
}

describe('the rows of a run, by column', () => {
  it('are filtered and sorted as row by row: the same rows, ties in their own order, missing last', () => {
    fc.assert(fc.property(fc.array(row, { maxLength: 40 }), choices, check), { numRuns: 400 });
  });

  it('are so, too, when they fill several blocks of texts and the radix sort', () => {
    const many = fc
      .array(row, { minLength: 20, maxLength: 40 })
      .map((few) => Array.from({ length: 4500 }, (_, at) => few[(at * 7) % few.length]!));
    fc.assert(fc.property(many, choices, check), { numRuns: 8 });
  });

  it('tell which slices and states there are', () => {
    const [edited] = fc.sample(row, 1);
    const table = makeRowTable(keyRows([{ ...edited!, format: 'edit', unscored: null }]));
    expect(table.codesOf(rowFacets.format).keys).toEqual(['edit']);
    expect(table.codesOf(statusFacet('scored')).keys).toEqual([flagKey]);
    expect(table.codesOf(statusFacet('unscored')).keys).not.toContain(flagKey);
    expect(table.placeOf('nobody')).toBe(-1);
  });

  it('fail by the judge who judged here on 1–10, else by the imported one', () => {
    const field = 'vlm_judge_w_gt_result';
    const verdict = (score: number) => ({ instruction_compliance: { score, explanation: '' } });
    const [some] = fc.sample(row, 1);
    const rows = keyRows([
      {
        ...some!,
        verdicts: { [field]: { verdict: verdict(2), answerKey: 'k' } },
        imported: { values: {}, verdicts: { [field]: verdict(9) }, sources: [] }
      }
    ]);
    const judge = (scale: 10 | 5) => ({ view: 'w-gt', scale }) as UsedJudge;
    const fails = (judges?: readonly UsedJudge[]) =>
      makeRowTable(rows).codesOf(statusFacet('low_instruction_compliance', judges)).keys.includes(flagKey);
    expect(fails([judge(10)])).toBe(true);
    expect(fails([judge(5)])).toBe(false);
    expect(fails()).toBe(false);
  });

  it('are the same after they were made ready, in full or not', async () => {
    const rows = keyRows(fc.sample(row, 600));
    const [ready, stopped] = [makeRowTable(rows), makeRowTable(rows)];
    const all = {
      format: null,
      task: null,
      modality: null,
      status: null,
      slice: null,
      range: null,
      search: 'les'
    };
    await readRowsAhead(ready, ['psnr'], new AbortController().signal);
    await readRowsAhead(stopped, ['psnr'], AbortSignal.abort());
    const places = selectPlainly(rows, all, null).map((keyed) => rows.indexOf(keyed));
    expect([...ready.select(toRowQuery(all), null)]).toEqual(places);
    expect([...stopped.select(toRowQuery(all), null)]).toEqual(places);
  });
});
