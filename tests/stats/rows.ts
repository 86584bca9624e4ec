import type { Score, ScoreRow } from '../../src/lib/core/score';

/** A scored row of an edited CT image; tests state only what they are about. */
export function makeRow(facts: Partial<ScoreRow> = {}): ScoreRow {
  return {
    sampleId: 'sample',
    format: 'edit',
    task: 'style-transfer',
    subtask: null,
    modality: 'CT',
    file: 'system_edit.jsonl',
    line: 1,
    scores: {},
    texts: null,
    notes: [],
    damage: [],
    unscored: null,
    record: null,
    ...facts
  };
}

export function missing(reason: string): Score {
  return { value: null, reason };
}
