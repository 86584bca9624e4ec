import { describe, expect, it } from 'vitest';
import { formatCompareAddress, parseCompareAddress } from '../../src/routes/compare/compareAddress';

describe('the address of a comparison', () => {
  it('comes back as it went', () => {
    const address = {
      ...parseCompareAddress(''),
      runs: ['one', 'two', 'three'],
      baseline: 'two',
      metric: 'bertscore:other:12',
      format: 'generate',
      against: 'three',
      filter: { task: 'organic-removal', modality: 'X-ray' },
      sort: { key: 'a', descending: false },
      sample: 'medgen:multimodal_generation:train-00000-of-00001:000003'
    } as const;
    const hash = formatCompareAddress(address);
    expect(hash).toMatch(/^runs=one,two,three&baseline=two&metric=bertscore:other:12&/);
    expect(parseCompareAddress(`#${hash}`)).toEqual(address);
  });

  it('leaves defaults out', () => {
    expect(formatCompareAddress(parseCompareAddress('#runs=a,b'))).toBe('runs=a,b');
    expect(formatCompareAddress(parseCompareAddress(''))).toBe('');
  });

  it('names each run once, and eight at most', () => {
    expect(parseCompareAddress('runs=a,b,a,,c').runs).toEqual(['a', 'b', 'c']);
    expect(parseCompareAddress('runs=1,2,3,4,5,6,7,8,9').runs).toHaveLength(8);
  });

  it('falls back where a value is unknown', () => {
    const address = parseCompareAddress('runs=a&format=video&task=x&modality=y&sort=z&order=up');
    expect(address).toMatchObject({ format: null, filter: { task: null, modality: null } });
    expect(address.sort).toEqual({ key: 'size', descending: true });
  });
});
