import { describe, expect, it } from 'vitest';
import { importedKeys } from '../../src/lib/benchmark/importedKeys';
import type { JsonObject } from '../../src/lib/core/json';
import type { UsedJudge } from '../../src/lib/core/run';
import type { ScoreRow } from '../../src/lib/core/score';
import { aggregateImported, listImportedFiles } from '../../src/lib/stats/aggregateImported';
import { compareImported } from '../../src/lib/stats/compareImported';
import { findFailureJudge, findFailures, hasFailure } from '../../src/lib/stats/findFailures';
import { makeRow, missing } from './rows';

/** A row with these imported values, from a file called after its format. */
function importedRow(values: Record<string, number>, facts: Partial<ScoreRow> = {}): ScoreRow {
  const file = `${facts.format ?? 'edit'}_local_metrics.jsonl`;
  const sources = [{ file, line: 1, fields: Object.keys(values) }];
  return makeRow({ imported: { values, verdicts: {}, sources }, ...facts });
}

function judgedRow(verdict: JsonObject, facts: Partial<ScoreRow> = {}): ScoreRow {
  const sources = [{ file: 'x_with_vlm.jsonl', line: 1, fields: ['vlm_judge_w_gt_result'] }];
  return makeRow({
    imported: { values: {}, verdicts: { vlm_judge_w_gt_result: verdict }, sources },
    ...facts
  });
}

function makeJudge(facts: Partial<UsedJudge> = {}): UsedJudge {
  return {
    view: 'w-gt',
    provider: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    model: 'judge',
    promptHash: '0'.repeat(64),
    prompt: 'medgen-viewer 1',
    scale: 10,
    imageLimitPx: 1024,
    judgedAt: '2026-01-01T00:00:00Z',
    ...facts
  };
}

const keyOf = (key: string) => importedKeys.find((known) => known.key === key)!;

describe('the table of imported values', () => {
  it('has mean, deviation, n and accuracy rate of its own, by format', () => {
    const groups = aggregateImported([
      importedRow({ LPIPS: 0.5 }),
      importedRow({ LPIPS: 0.75 }),
      importedRow({ LPIPS: 0.25 }, { unscored: 'image missing' }),
      makeRow(),
      importedRow({ BLEU: 0.09 }, { format: 'vqa', task: 'question-answering' })
    ]);
    expect(groups.map(({ key, found }) => [key, found])).toEqual([
      ['vqa', 1],
      ['edit', 4]
    ]);
    const lpips = groups[1]!.cells.get('LPIPS')!;
    expect([lpips.n, lpips.mean, lpips.accuracyRate]).toEqual([3, 0.5, 2 / 3]);
    expect(lpips.std).toBeCloseTo(Math.sqrt(0.125 / 3), 15);
    expect(groups[0]!.cells.get('BLEU')?.accuracyRate).toBe(1);
  });

  it('holds no value computed here', () => {
    expect(aggregateImported([makeRow({ scores: { PSNR: { value: 30 }, psnr: { value: 30 } } })])).toEqual(
      []
    );
  });

  it('names the files that a value came from, a verdict’s scores by the verdict’s field', () => {
    const rows = [
      importedRow({ LPIPS: 0.5 }),
      importedRow({ LPIPS: 0.5, PSNR: 30 }, { file: 'other' }),
      makeRow({
        imported: {
          values: { PSNR: 31, VLM_Overall_Score_W_GT: 8 },
          verdicts: {},
          sources: [
            { file: 'a.jsonl', line: 1, fields: ['PSNR'] },
            { file: 'b.jsonl', line: 1, fields: ['vlm_judge_w_gt_result'] }
          ]
        }
      })
    ];
    expect(listImportedFiles(rows, 'edit', keyOf('PSNR'))).toEqual(['edit_local_metrics.jsonl', 'a.jsonl']);
    expect(listImportedFiles(rows, 'edit', keyOf('VLM_Overall_Score_W_GT'))).toEqual(['b.jsonl']);
    expect(listImportedFiles(rows, 'vqa', keyOf('PSNR'))).toEqual([]);
  });
});

describe('differences of imported values from those computed here', () => {
  const psnr = { id: 'psnr', officialKey: 'PSNR' };

  it('are imported − computed, the largest first, and equal values are not listed', () => {
    const [compared, ...others] = compareImported(
      [
        importedRow({ PSNR: 30 }, { sampleId: 'equal', scores: { psnr: { value: 30 } } }),
        importedRow({ PSNR: 30 }, { sampleId: 'higher', scores: { psnr: { value: 29.5 } } }),
        importedRow({ PSNR: 30 }, { sampleId: 'lower', scores: { psnr: { value: 32 } } }),
        importedRow({ PSNR: 30 }, { sampleId: 'theirs', scores: { psnr: missing('image missing') } }),
        makeRow({ sampleId: 'ours', scores: { psnr: { value: 30 } } }),
        makeRow({ sampleId: 'neither' })
      ],
      [psnr]
    );
    expect(others).toEqual([]);
    expect(compared).toMatchObject({ key: 'PSNR', n: 3, onlyImported: 1, onlyComputed: 1, largest: 2 });
    expect(compared!.rows.map(({ row, difference }) => [row.sampleId, difference])).toEqual([
      ['lower', -2],
      ['higher', 0.5]
    ]);
  });

  it('are listed for the ten largest', () => {
    const rows = Array.from({ length: 25 }, (_, i) =>
      importedRow({ PSNR: 30 + i }, { scores: { psnr: { value: 30 } } })
    );
    const [compared] = compareImported(rows, [psnr]);
    expect(compared!.rows.map(({ difference }) => difference)).toEqual([
      24, 23, 22, 21, 20, 19, 18, 17, 16, 15
    ]);
    expect(compared!.n).toBe(25);
  });

  it('are not made up for metrics without an official name or without a row that has both', () => {
    const row = importedRow({ PSNR: 30 }, { scores: { mae: { value: 1 } } });
    expect(compareImported([row], [psnr, { id: 'mae', officialKey: null }])).toEqual([]);
  });
});

describe('failure modes', () => {
  const part = (score: number | string) => ({ score, explanation: '' });

  it('are scores below 6 of the verdict with the reference', () => {
    const failures = findFailures([
      judgedRow({ clinical_finding_accuracy: part(5.9), instruction_compliance: part(6) }, { sampleId: 'a' }),
      judgedRow(
        { clinical_finding_accuracy: part(1), hallucination_omission_control: part(3) },
        { sampleId: 'b' }
      ),
      makeRow({ sampleId: 'unjudged' })
    ]);
    expect(failures!.judged).toBe(2);
    expect(failures!.modes.map(({ mode, rows }) => [mode, rows.map(({ sampleId }) => sampleId)])).toEqual([
      ['judge_detected_hallucination_or_omission', ['b']],
      ['low_clinical_finding_accuracy', ['a', 'b']],
      ['low_instruction_compliance', []]
    ]);
  });

  it('are never read out of a score that is none: 0, a text, a missing part', () => {
    const failures = findFailures([
      judgedRow({
        clinical_finding_accuracy: part(0),
        hallucination_omission_control: part('2'),
        instruction_compliance: part(7)
      })
    ]);
    expect(failures!.modes.every(({ rows }) => rows.length === 0)).toBe(true);
  });

  it('are unknown without a verdict that has a score', () => {
    expect(findFailures([makeRow(), judgedRow({}), importedRow({ LPIPS: 0.5 })])).toBeNull();
  });

  describe('of a run that was judged here', () => {
    const imported = judgedRow({ instruction_compliance: part(2) });
    const both = (score: number): ScoreRow => ({
      ...imported,
      verdicts: {
        vlm_judge_w_gt_result: { verdict: { instruction_compliance: part(score) }, answerKey: 'k' }
      }
    });
    const judge = makeJudge();

    it('are by that judge alone: an imported verdict no longer counts', () => {
      expect(findFailures([both(9), imported], [judge])).toMatchObject({ judged: 1 });
      const fails = (row: ScoreRow) => hasFailure(row, 'low_instruction_compliance', [judge]);
      expect([both(9), both(5), imported, makeRow()].map(fails)).toEqual([false, true, false, false]);
    });

    it('are by the imported verdicts where it did not see the reference, or scored on another scale', () => {
      const others = [makeJudge({ view: 'wo-gt' }), makeJudge({ scale: 5 })];
      expect(findFailureJudge(others)).toBeNull();
      expect(findFailureJudge()).toBeNull();
      expect(findFailureJudge([...others, judge])).toBe(judge);
      const fails = (row: ScoreRow) => hasFailure(row, 'low_instruction_compliance', others);
      expect([both(9), imported, makeRow()].map(fails)).toEqual([true, true, false]);
    });
  });
});
