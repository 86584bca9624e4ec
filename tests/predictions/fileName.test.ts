import { describe, expect, it } from 'vitest';
import { parseFileName } from '../../src/lib/predictions/fileName';

describe('the name of a prediction file', () => {
  it.each([
    ['predictions/gpt-4o_vqa.jsonl', 'gpt-4o', 'vqa', 'none'],
    ['qwen3-vl_gpt-image-1_edit.jsonl', 'qwen3-vl_gpt-image-1', 'edit', 'none'],
    ['Showo_EDIT_generate.jsonl', 'Showo_EDIT', 'generate', 'none'],
    ['eval_results/gpt_generate_local_metrics.jsonl', 'gpt', 'generate', 'local-metrics'],
    ['gpt_edit_with_vlm.jsonl', 'gpt', 'edit', 'with-vlm'],
    ['gpt_edit_local_metrics_with_vlm.jsonl', 'gpt', 'edit', 'with-vlm'],
    ['gpt-5.2.csv', 'gpt-5.2', null, 'none'],
    ['runs/gpt/edit.jsonl', 'gpt', 'edit', 'none'],
    ['edit.jsonl', 'edit', 'edit', 'none'],
    ['run.zip/gpt_VQA.JSONL', 'gpt', 'vqa', 'none']
  ])('%s is of system %s', (path, system, format, evaluation) => {
    expect(parseFileName(path)).toEqual({ system, format, evaluation });
  });
});
