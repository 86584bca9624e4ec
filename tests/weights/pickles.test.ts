import { describe, expect, it } from 'vitest';
import { openWeights } from '../../src/lib/weights/openWeights';
import { torchMagic } from '../../src/lib/weights/openTorchStream';
import { bytesOf, global, pickle, tensor, text, tuple } from './pickleParts';

const dict = (name: string, value: number[]): number[] => [0x7d, ...text(name), ...value, 0x73];

/** A file of the older form around the pickle of a state dict; its one storage has eight floats. */
function wrap(content: number[], keys = pickle([0x5d, ...text('0'), 0x61])): Blob {
  const length = new BigUint64Array([8n]);
  const head = [...torchMagic, ...pickle([0x4d, 0xe9, 3]), ...pickle([0x7d]), ...content, ...keys];
  return new Blob([Uint8Array.from(head), length, new Float32Array(8)]);
}

const openWrapped = (content: number[]) => openWeights(wrap(content), 'weights.pth');

describe('a pickle', () => {
  it('that describes a tensor is opened', async () => {
    const { tensors } = await openWrapped(pickle(dict('w', tensor(8, 2, [3, 2], [2, 1]))));
    expect(tensors.get('w')).toMatchObject({ type: 'F32', shape: [3, 2], offset: 2 });
  });

  it.each([
    ['a call of the shell', [...global('os', 'system'), ...tuple(text('rm -rf /')), 0x52], 'os.system'],
    [
      'the same under its other name',
      [...global('posix', 'system'), ...tuple(text('id')), 0x52],
      'posix.system'
    ],
    ['eval', [...global('builtins', 'eval'), ...tuple(text('1')), 0x52], 'builtins.eval'],
    ['eval by two texts', [...text('builtins'), ...text('eval'), 0x93], 'builtins.eval'],
    ['an object of any class', [0x28, 0x69, ...bytesOf('os\nsystem\n')], 'INST'],
    ['an object made without its initialiser', [...global('torch', 'FloatStorage'), 0x29, 0x81], 'NEWOBJ'],
    ['a name of the registry', [0x82, 1], 'EXT1'],
    ['a call of a storage', [...global('torch', 'FloatStorage'), 0x29, 0x52], 'torch.FloatStorage'],
    ['the prototype', [...global('constructor', 'constructor'), 0x29, 0x52], 'constructor.constructor']
  ])('that tries %s is refused, and told what it tried', async (_, instructions, tried) => {
    await expect(openWrapped(pickle(instructions))).rejects.toThrow(tried);
  });

  it('is told so too where torch.save did not write it', async () => {
    const bare = new Blob([Uint8Array.from(pickle([...global('os', 'system'), ...tuple(text('id')), 0x52]))]);
    await expect(openWeights(bare, 'weights.bin')).rejects.toThrow('os.system');
  });

  it.each([
    ['more numbers than its storage has', tensor(8, 0, [3, 3], [3, 1])],
    ['numbers after the end', tensor(8, 7, [2], [1])],
    ['a storage of another length', tensor(9, 0, [9], [1])],
    ['a huge storage', tensor(2 ** 31 - 1, 0, [2 ** 31 - 1], [1])],
    ['a huge tensor of one number', tensor(8, 0, [2 ** 30, 2 ** 30], [0, 0])],
    ['other strides than sides', tensor(8, 0, [2, 2], [2])]
  ])('that claims %s is refused without an allocation', async (_, lie) => {
    await expect(openWrapped(pickle(dict('w', lie)))).rejects.toThrow(
      /does not fit its bytes|ends too early/
    );
  });

  it.each([
    ['negative sides', tensor(8, 0, [-2], [1])],
    ['a negative offset', tensor(8, -1, [2], [1])]
  ])('that claims %s is refused', async (_, lie) => {
    await expect(openWrapped(pickle(dict('w', lie)))).rejects.toThrow('_rebuild_tensor_v2');
  });

  it('that contains itself is read to its end', async () => {
    const again = [0x68, 0, 0x73];
    const weight = [...text('w'), ...tensor(8, 0, [8], [1]), 0x73];
    const cycle = [0x7d, 0x71, 0, ...weight, ...text('self'), ...again, ...text('state_dict'), ...again];
    expect([...(await openWrapped(pickle(cycle))).tensors.keys()]).toEqual(['w']);
  });

  it('that is nothing but work is stopped', async () => {
    const endless = new Array<number>(2_100_000).fill(0x28);
    await expect(openWrapped(endless)).rejects.toThrow('does not end');
  });

  it.each([
    ['a text longer than the file', [0x58, 255, 255, 255, 127]],
    ['an instruction on an empty stack', [0x73]],
    ['a value that was never given', [0x68, 9]]
  ])('with %s is refused', async (_, instructions) => {
    await expect(openWrapped(pickle(instructions))).rejects.toThrow(
      /lies about a length|stack is empty|never gave/
    );
  });

  it('that lists a storage that no tensor names is refused', async () => {
    const file = wrap(pickle(dict('w', tensor(8, 0, [8], [1]))), pickle([0x5d, ...text('1'), 0x61]));
    await expect(openWeights(file, 'weights.pth')).rejects.toThrow('a storage is of no tensor');
  });

  it('followed by more than its storages is refused', async () => {
    const file = wrap(pickle(dict('w', tensor(8, 0, [8], [1]))));
    await expect(openWeights(new Blob([file, 'x']), 'weights.pth')).rejects.toThrow('goes on after');
  });
});
