import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import { openWeights } from '../../src/lib/weights/openWeights';
import {
  claim,
  honestArchive,
  honestSafetensors,
  hostileArchives,
  hostileSafetensors,
  makeSafetensors
} from './hostileArchives';
import { dict, harmlessPickles, hostilePickles, wrapStream } from './hostileFiles';
import { global, pickle, tensor, text, tuple } from './pickleParts';

/** A refusal is one sentence that can be read. */
const longestMessage = 600;

async function refusal(file: Blob): Promise<string> {
  const error: unknown = await openWeights(file, 'weights.pth').then(
    () => 'opened',
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(DataError);
  const { message } = error as DataError;
  expect(message.length).toBeLessThan(longestMessage);
  expect(message).not.toMatch(/\p{Cc}/u);
  return message;
}

describe('a hostile pickle', () => {
  it.each(hostilePickles)('with %s is refused, and told what it tried', async (_, file, told) => {
    expect(await refusal(file)).toMatch(told);
  });

  it.each(harmlessPickles)('that %s gains nothing', async (_, file) => {
    const { tensors } = await openWeights(file, 'weights.pth');
    expect(tensors.get('w')).toMatchObject({ shape: [8], strides: [1], offset: 0 });
  });

  it('is told so too where torch.save did not write it', async () => {
    const bare = new Blob([Uint8Array.from(pickle([...global('os', 'system'), ...tuple(text('id')), 0x52]))]);
    expect(await refusal(bare)).toMatch('os.system');
  });
});

describe('a pickle', () => {
  it('that describes a tensor is opened', async () => {
    const file = wrapStream(pickle(dict('w', tensor(8, 2, [3, 2], [2, 1]))));
    const { tensors } = await openWeights(file, 'weights.pth');
    expect(tensors.get('w')).toMatchObject({ type: 'F32', shape: [3, 2], offset: 2 });
  });

  it('that contains itself is read to its end', async () => {
    const again = [0x68, 0, 0x73];
    const weight = [...text('w'), ...tensor(8, 0, [8], [1]), 0x73];
    const cycle = [0x7d, 0x71, 0, ...weight, ...text('self'), ...again, ...text('state_dict'), ...again];
    const { tensors } = await openWeights(wrapStream(pickle(cycle)), 'weights.pth');
    expect([...tensors.keys()]).toEqual(['w']);
  });
});

describe('a hostile archive', () => {
  it('differs from an honest one by its lie', async () => {
    expect([...(await openWeights(honestArchive, 'weights.pth')).tensors.keys()]).toEqual(['w']);
  });

  it.each(hostileArchives)('with %s is refused, and told why', async (_, file, told) => {
    expect(await refusal(file)).toMatch(told);
  });
});

describe('a hostile file of safetensors', () => {
  it('differs from an honest one by its lie', async () => {
    expect([...(await openWeights(honestSafetensors, 'w.safetensors')).tensors.keys()]).toEqual(['v', 'w']);
  });

  it('may say much about itself, also in JSON within JSON', async () => {
    const tags = JSON.stringify({ ':': { 'a": ': 1, '': '\\' } });
    const long = JSON.stringify(new Array<string>(100_000).fill('"'));
    const file = makeSafetensors({ __metadata__: { tags, long, ':': ':' }, ':w': claim(0, 32) });
    expect([...(await openWeights(file, 'w.safetensors')).tensors.keys()]).toEqual([':w']);
  });

  it.each(hostileSafetensors)('with %s is refused, and told why', async (_, file, told) => {
    expect(await refusal(file)).toMatch(told);
  });
});
