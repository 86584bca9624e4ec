import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenIds } from '../../../src/lib/ui/table/shortenIds';

const idOf = (config: string, shard: number, row: number): string =>
  `medgen:${config}:train-${String(shard).padStart(5, '0')}-of-00002:${String(row).padStart(6, '0')}`;

describe('short ids', () => {
  it('keep the format where samples of two formats have the same number', () => {
    const ids = [idOf('image_editing', 0, 11), idOf('multimodal_generation', 0, 11)];
    expect([...shortenIds(ids).values()]).toEqual(['image_editing:000011', 'multimodal_generation:000011']);
  });

  it('keep the number where all samples are of one format', () => {
    const ids = [idOf('vqa', 0, 7), idOf('vqa', 0, 12)];
    expect([...shortenIds(ids).values()]).toEqual(['000007', '000012']);
    expect(shortenIds([ids[0]!]).get(ids[0]!)).toBe('000007');
  });

  it('keep the shard where it tells samples apart', () => {
    const ids = [idOf('vqa', 0, 7), idOf('vqa', 1, 7)];
    expect([...shortenIds(ids).values()]).toEqual(['00000:000007', '00001:000007']);
  });

  it('keep the name of a shard that has the number of another', () => {
    const ids = ['medgen:test-00000-of-00002:000007', 'medgen:train-00000-of-00002:000007'];
    expect([...shortenIds(ids).values()]).toEqual([
      'test-00000-of-00002:000007',
      'train-00000-of-00002:000007'
    ]);
  });

  it('are whole where ids are not built alike', () => {
    expect([...shortenIds(['a:1', 'b']).values()]).toEqual(['a:1', 'b']);
    expect([...shortenIds(['x:a/1', 'x:a:1']).values()]).toEqual(['x:a/1', 'x:a:1']);
  });

  it('never name two ids the same', () => {
    const part = fc.constantFrom('a', 'b', '', 'c-1');
    const id = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(':'));
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 8 }), (ids) => {
        const short = shortenIds(ids);
        expect(new Set(short.values()).size).toBe(new Set(ids).size);
      })
    );
  });
});
