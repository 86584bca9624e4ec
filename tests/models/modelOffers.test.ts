import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { readDroppedModels } from '../../src/lib/models/modelOffers';
import { golden } from '../metrics/neural/tinyModels';

async function drop(name: string, folder = 'models/'): Promise<DroppedFile> {
  return { path: folder + name, file: new File([await readFile(golden(name))], name) };
}

const text = (path: string, content: string): DroppedFile => ({ path, file: new File([content], path) });
const signal = new AbortController().signal;

describe('dropped models', () => {
  it('are found by their descriptions, and every other file is left alone', async () => {
    const predictions = [text('run/x_vqa.jsonl', '{}'), text('run/config.json', '{"format": 1}')];
    const files = await Promise.all(
      ['tiny-bert.onnx', 'tiny-bert.json', 'index.json', 'tiny-bert.tokenizer.json'].map((name) => drop(name))
    );
    const { offers, problems, others } = await readDroppedModels([...predictions, ...files]);
    expect(problems).toEqual([]);
    expect(others).toEqual(predictions);
    expect(offers.map(({ descriptor, sizeBytes }) => [descriptor.metric, sizeBytes])).toEqual([
      ['bertscore', files[0]!.file.size + files[3]!.file.size]
    ]);
  });

  it('are checked when they are obtained, with progress over all files', async () => {
    const files = await Promise.all(
      ['tiny-bert.onnx', 'tiny-bert.json', 'tiny-bert.tokenizer.json'].map((name) => drop(name))
    );
    const [offer] = (await readDroppedModels(files)).offers;
    const progress: number[] = [];
    const model = await offer!.obtain((loaded, total) => progress.push(loaded / total), signal);
    expect(model.model).toBe(files[0]!.file);
    expect(model.tokenizer).toBe(files[2]!.file);
    expect(progress).toHaveLength(2);
    expect(progress[1]).toBe(1);
  });

  it('are refused when a file is not the described one', async () => {
    const description = await drop('tiny-lpips.json', '');
    const { offers } = await readDroppedModels([description, text('tiny-lpips.onnx', 'another file')]);
    await expect(offers[0]!.obtain(() => undefined, signal)).rejects.toThrow(
      'tiny-lpips.onnx: not the file that is described: its length differs; got 12 bytes, expected 183292 bytes'
    );
  });

  it('are problems when a file is missing, undescribed or described wrongly', async () => {
    const lonely = await readDroppedModels([
      await drop('tiny-lpips.json', 'a/'),
      await drop('tiny-lpips.onnx', 'b/')
    ]);
    expect(lonely.offers).toEqual([]);
    expect(lonely.problems.map(({ code, where }) => [code, where.file])).toEqual([
      ['model-file-missing', 'a/tiny-lpips.json'],
      ['model-undescribed', 'b/tiny-lpips.onnx']
    ]);
    const wrong = await readDroppedModels([text('w.json', '{"format": "medgen-bench-viewer/model@1"}')]);
    expect(wrong.problems.map(({ code, where }) => [code, where.field])).toEqual([
      ['model-description', 'metric']
    ]);
  });
});
