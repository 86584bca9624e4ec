import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { choicesOf } from '../../src/lib/benchmark/choices';
import { findTask } from '../../src/lib/benchmark/tasks';
import type { JsonObject } from '../../src/lib/core/json';
import { bleu } from '../../src/lib/metrics/text/bleu';
import { em } from '../../src/lib/metrics/text/em';
import { makeTextPair } from '../../src/lib/metrics/text/textPair';
import { loadKernels } from '../kernels/loadKernels';

const folder = new URL('../../../shared/realrun/', import.meta.url);
const isPresent = existsSync(folder);
const systems = ['blurred', 'compressed', 'square1024'];
const files = systems.flatMap((system) => [`${system}_vqa`, `${system}_generate`]);

const kernels = await loadKernels();

function readRecords(path: string): JsonObject[] {
  const lines = readFileSync(new URL(path, folder), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as JsonObject);
}

describe.skipIf(!isPresent)('the real run (skipped where ../shared/realrun is absent)', () => {
  test.each(files)('every text score of %s is the evaluator’s', (file) => {
    const records = readRecords(`predictions/${file}.jsonl`);
    const expected = readRecords(`expected/${file}_local_metrics.jsonl`);
    expect(records.length).toBe(expected.length);
    expect(records.length).toBeGreaterThan(0);
    records.forEach((record, i) => checkRecord(record, expected[i]!));
  });
});

function checkRecord(record: JsonObject, expected: JsonObject): void {
  expect(record['sample_id']).toBe(expected['sample_id']);
  const task = findTask(String(record['paper_task']), String(record['sub-category']))!;
  const pair = makeTextPair(task, String(record['response']), record['answer'], choicesOf(record));
  expect(pair.responseText).toBe(expected['normalized_response_text']);
  expect(pair.answerText).toBe(expected['normalized_answer_text']);
  const bleuScore = bleu.compute(pair, kernels)?.value ?? Number.NaN;
  expect(Math.abs(bleuScore - Number(expected['BLEU']))).toBeLessThan(1e-12);
  expect(em.compute(pair, kernels)?.value).toBe(expected['Text_EM']);
  expect(pair.parsed?.status).toBe(expected['Text_EM_parse_status']);
  expect(pair.parsed?.answer).toBe(expected['Text_EM_parsed_answer']);
}
