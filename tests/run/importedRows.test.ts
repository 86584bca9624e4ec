import { describe, expect, it, vi } from 'vitest';
import { planJobs } from '../../src/lib/engine/plan';
import { RunDrafts } from '../../src/lib/run/RunDrafts';
import { images, predictions, vqaRecord } from '../predictions/records';
import { readDrop } from '../predictions/readDrop';

/** A browser that keeps nothing. */
vi.mock('../../src/lib/store/runs', () => ({
  findUnfinishedRun: () => Promise.resolve(null),
  writeRun: () => Promise.resolve(null)
}));

async function runDrop() {
  const drop = await readDrop([
    predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2', { response: undefined, BLEU: 0.5 })),
    predictions('qwen_vqa.jsonl', vqaRecord('v1')),
    predictions('gpt_vqa_local_metrics.jsonl', { sample_id: 'v1', BLEU: 0.25, BERT_Score: 'high' }),
    ...images()
  ]);
  const drafts = await RunDrafts.open(drop, {
    metrics: { bleu: '1' },
    listModels: () => [],
    dataset: 'In the dropped files',
    datasetRevision: null
  });
  const result = { scores: { bleu: { value: 1 } }, texts: null, notes: [], damage: [], unscored: null };
  const planned = (await planJobs(drop, [])).flatMap(({ predictions: all }) => all);
  const noImages = { reference: null, output: null };
  const common = { result, images: noImages, fingerprint: 'f', lasting: true, remembered: false };
  drafts.fill(planned.map((one) => ({ planned: one, ...common })));
  return drafts.finish();
}

describe('a run', () => {
  it('keeps imported values beside the computed ones, of unscored rows too', async () => {
    const [gpt, qwen] = await runDrop();
    const [scored, unscored] = gpt!.rows;
    expect(scored).toMatchObject({
      sampleId: 'v1',
      scores: { bleu: { value: 1 } },
      imported: { values: { BLEU: 0.25 }, sources: [{ file: 'gpt_vqa_local_metrics.jsonl', line: 1 }] }
    });
    expect(unscored).toMatchObject({ sampleId: 'v2', scores: {}, imported: { values: { BLEU: 0.5 } } });
    expect('imported' in qwen!.rows[0]!).toBe(false);
  });

  it('has the problems of its system’s evaluated files among its own', async () => {
    const [gpt, qwen] = await runDrop();
    const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);
    expect(codes(gpt!.problems)).toContain('imported-value');
    expect(codes(qwen!.problems)).not.toContain('imported-value');
  });
});
