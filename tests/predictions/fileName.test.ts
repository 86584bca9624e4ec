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
    ['run.zip/gpt_VQA.JSONL', 'gpt', 'vqa', 'none'],
    ['gpt_vqa.jsonl.gz', 'gpt', 'vqa', 'none'],
    ['gpt_vqa.table.json', 'gpt', 'vqa', 'none'],
    ['credit.jsonl', 'credit', null, 'none'],
    ['vqa_gpt.jsonl', 'vqa_gpt', null, 'none']
  ])('%s is of system %s', (path, system, format, evaluation) => {
    expect(parseFileName(path)).toMatchObject({ system, format, evaluation, part: null });
  });

  it.each([
    ['m-vqa.jsonl', 'vqa', null],
    ['m_editing.jsonl', 'edit', null],
    ['m_image_edit.jsonl', 'edit', null],
    ['m_generation.jsonl', 'generate', null],
    ['m_mmgeneration.csv', 'generate', null],
    ['m_vqa_part0.jsonl', 'vqa', 'part0'],
    ['m_part-1_VQA.jsonl', 'vqa', 'part-1'],
    ['m_vqa-00000-of-00002.parquet', 'vqa', '00000-of-00002'],
    ['m-00001-of-00002.jsonl', null, '00001-of-00002'],
    ['m_vqa_rank3.jsonl', 'vqa', 'rank3'],
    ['m_vqa.shard.2.jsonl', 'vqa', 'shard.2'],
    ['m_vqa_1of4.jsonl', 'vqa', '1of4'],
    ['m/part-00007-6e1f0a2c-1d2b-4c3e-9f1a-0123456789ab-c000.snappy.parquet', null, 'part-00007'],
    ['m_vqa (1).jsonl', 'vqa', '(1)'],
    ['m_vqa - Copy.jsonl', 'vqa', '- copy'],
    ['m_vqa_local_metrics (2).jsonl', 'vqa', '(2)'],
    ['m_part0_vqa (2).jsonl', 'vqa', 'part0 (2)'],
    ['m_vqa_part0_local_metrics.jsonl', 'vqa', 'part0']
  ])('%s is a file of system m', (path, format, part) => {
    expect(parseFileName(path)).toMatchObject({ system: 'm', format, part });
  });

  it.each([
    ['runs/gpt/predictions.jsonl', 'runs/gpt', 'predictions'],
    ['gpt.zip/out/predictions.jsonl', 'gpt.zip/out', 'predictions'],
    ['run/vqa/gpt.jsonl', 'run', 'gpt'],
    ['run/image_editing/gpt.jsonl', 'run', 'gpt'],
    ['runs/gpt/vqa/part0.jsonl', 'runs/gpt', 'gpt'],
    ['runs/gpt/shard_1/edit.jsonl', 'runs/gpt', 'gpt'],
    ['gpt_vqa.jsonl', '', 'gpt']
  ])('%s lies in %s', (path, place, system) => {
    expect(parseFileName(path)).toMatchObject({ place, system });
  });
});
