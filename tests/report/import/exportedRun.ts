import type { ScoreRow } from '../../../src/lib/core/score';
import { tasks } from '../../../src/lib/benchmark/tasks';
import { formats } from '../../../src/lib/benchmark/formats';
import { metrics } from '../../../src/lib/metrics/registry';
import { makeFullRows } from '../permalink/fullRun';
import { makeRun } from '../makeRun';
import { makeRow, missing } from '../../stats/rows';
import type { Run } from '../../../src/lib/core/run';

const official = metrics.map(({ meta }) => meta).filter(({ group }) => group === 'official');

function withRecord(row: ScoreRow, i: number): ScoreRow {
  const format = row.format ?? 'edit';
  const record = {
    sample_id: row.sampleId,
    category: formats[format].category,
    paper_task: row.task ?? '',
    modality: row.modality,
    instruction: '=HYPERLINK("x")',
    response: `answer ${i}`
  };
  const file = `gpt_${formats[format].fileWord}.jsonl`;
  const texts = formats[format].hasText ? { response: `answer ${i}`, answer: 'answer', parsed: null } : null;
  return { ...row, file, line: i + 1, record, texts };
}

/** A run over all tasks, with rows that have no value, and names that spreadsheets would take for formulas. */
export function makeExportedRun(): Run {
  const full = makeFullRows(official, 6).map(withRecord);
  const rows: ScoreRow[] = [
    ...full,
    withRecord(makeRow({ sampleId: '=1+1', unscored: '-image missing' }), 900),
    withRecord(
      makeRow({ sampleId: 'small', scores: { psnr: { value: 31 }, ssim: missing('too small') } }),
      901
    )
  ];
  const problem = {
    code: 'unscored',
    severity: 'error' as const,
    where: { sampleId: '=1+1' },
    what: '-image missing'
  };
  return makeRun(rows, {
    counts: { found: rows.length, scored: rows.length - 1, unscored: 1, missing: 3 },
    metrics: Object.fromEntries(official.map(({ id, version }) => [id, version])),
    files: [
      {
        path: 'gpt_vqa.jsonl',
        records: rows.length,
        holds: 'predictions',
        fields: { response: 'prediction' }
      },
      { path: 'eval/gpt_vqa_local_metrics.jsonl', records: 1, holds: 'scores', matchedIds: true }
    ],
    problems: [problem]
  });
}

/** Tasks that a run has rows of. */
export const taskCount = Object.keys(tasks).length;
