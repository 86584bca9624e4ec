import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { findPublished } from '../../src/lib/models/findPublished';

const read = (twin: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(`tests/golden/weights/${twin}`));

const drop = (path: string, content: Uint8Array<ArrayBuffer> | string): DroppedFile => ({
  path,
  file: new File([content], path.slice(path.lastIndexOf('/') + 1))
});

const cache = 'hub/models--microsoft--rad-dino';

describe('weights among dropped files', () => {
  it.each(['alexnet-zip.pth', 'alexnet-stream.pth', 'dinov2/model.safetensors', 'bert/pytorch_model.bin'])(
    'are found in the form of %s, also without a name that ends in it',
    async (twin) => {
      const { found, others } = await findPublished([drop('7be5be79aa', read(twin)), drop('a.jsonl', '{}')]);
      expect(found.map(({ weights }) => weights.name)).toEqual(['7be5be79aa']);
      expect(others.map(({ path }) => path)).toEqual(['a.jsonl']);
    }
  );

  it('bring their repository and commit from the paths of the hub’s cache', async () => {
    const commit = 'b'.repeat(40);
    const { found } = await findPublished([
      drop(`${cache}/snapshots/${commit}/model.safetensors`, read('dinov2/model.safetensors')),
      drop(`${cache}/snapshots/${commit}/config.json`, read('dinov2/config.json'))
    ]);
    expect(found).toMatchObject([{ repository: 'microsoft/rad-dino', revision: commit }]);
    expect(found[0]!.companions).toHaveLength(1);
  });

  it('find the small files beside them among nameless blobs', async () => {
    const { found, others } = await findPublished([
      drop(`${cache}/blobs/${'1'.repeat(64)}`, read('dinov2/model.safetensors')),
      drop(`${cache}/blobs/${'2'.repeat(40)}`, read('dinov2/preprocessor_config.json')),
      drop(`${cache}/refs/main`, 'b'.repeat(40))
    ]);
    expect(found[0]!.companions.map(({ name }) => name)).toEqual([`${cache}/blobs/${'2'.repeat(40)}`]);
    expect(others.map(({ path }) => path)).toEqual([`${cache}/refs/main`]);
  });

  it('are taken once where a repository has them in two forms', async () => {
    const { found } = await findPublished([
      drop('bert/pytorch_model.bin', read('bert/pytorch_model.bin')),
      drop('bert/model.safetensors', read('dinov2/model.safetensors'))
    ]);
    expect(found.map(({ weights }) => weights.name)).toEqual(['bert/model.safetensors']);
  });

  it('are not seen in predictions, archives and images', async () => {
    const files = [
      drop('run.zip', 'PK\u0003\u0004'),
      drop('gpt_vqa.jsonl', '{"a": 1}'),
      drop('output_image/x.png', 'png'),
      drop('LICENSE', 'MIT'),
      drop('data.bin', '\u0000\u0001')
    ];
    const { found, companions, others } = await findPublished(files);
    expect([found, companions]).toEqual([[], []]);
    expect(others).toEqual(files);
  });
});
