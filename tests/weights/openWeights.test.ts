import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { openWeights } from '../../src/lib/weights/openWeights';
import { readTensor } from '../../src/lib/weights/readTensor';
import { writeSafetensors } from '../../src/lib/weights/writeSafetensors';
import { openTwin } from './twins';

const forms = ['odd-zip.pth', 'odd-stream.pth', 'odd.safetensors'];

type Expected = Readonly<Record<string, { shape: readonly number[]; values: readonly string[] }>>;

const expected = JSON.parse(
  await readFile(new URL('../golden/weights/odd.json', import.meta.url), 'utf8')
) as Expected;

const open = async (file: string) => openWeights((await openTwin(file)).blob, file);

describe.each(forms)('%s', async (file) => {
  const weights = await open(file);

  it('has the tensors that PyTorch wrote', () => {
    expect([...weights.tensors.keys()].toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(Object.keys(expected).filter((name) => name !== 'whole'))(
    'gives the values of %s',
    async (name) => {
      const tensor = weights.tensors.get(name)!;
      expect(tensor.shape).toEqual(expected[name]!.shape);
      const values = await readTensor(tensor, name, file);
      const wanted = expected[name]!.values.map((value) => Number(value.replace('inf', 'Infinity')));
      expect([...values]).toEqual(wanted.map(Math.fround));
    }
  );

  it('does not take whole numbers for weights', async () => {
    await expect(readTensor(weights.tensors.get('whole')!, 'whole', file)).rejects.toThrow(/whole.*I64/);
  });
});

describe('a file of safetensors written here', () => {
  it('has the same tensors, in order where the old file had them across', async () => {
    const odd = await open('odd-stream.pth');
    const blob = await writeSafetensors(odd.tensors, 'odd');
    const again = await openWeights(blob, 'again.safetensors');
    for (const [name, tensor] of again.tensors) {
      if (name === 'whole') continue;
      const values = await readTensor(tensor, name, 'again');
      expect([...values], name).toEqual([...(await readTensor(odd.tensors.get(name)!, name, 'odd'))]);
    }
    expect(again.tensors.size).toBe(odd.tensors.size);
    expect(again.tensors.get('half')!.type).toBe('F16');
  });
});

describe('what is no file of weights', () => {
  it.each([
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0', /pointer of Git LFS/],
    ['<!doctype html><title>404</title>', /web page/],
    ['{"model_type": "bert"}', /JSON file/],
    ['GGUF\u0003', /GGUF/],
    ['', /got nothing/],
    ['PK\u0003\u0004 and no more', /ZIP archive that cannot be read/],
    ['hello', /unknown bytes/]
  ])('is told what it is: %j', async (text, message) => {
    await expect(openWeights(new Blob([text]), 'file.bin')).rejects.toThrow(message);
  });
});

describe('damage', () => {
  it.each(forms)('of any kind in %s is refused, or changes values alone', async (file) => {
    const bytes = new Uint8Array(await (await openTwin(file)).blob.arrayBuffer());
    const damage = fc.record({
      at: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      length: fc.oneof(fc.constant(bytes.length), fc.nat(bytes.length))
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, length }) => {
        const damaged = bytes.slice();
        for (const [index, value] of at) damaged[index] = value;
        try {
          const { tensors } = await openWeights(new Blob([damaged.subarray(0, length)]), file);
          for (const [name, tensor] of tensors) await readTensor(tensor, name, file);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 300, seed: 13 }
    );
  });
});
