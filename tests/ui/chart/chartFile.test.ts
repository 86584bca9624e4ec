import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrap } from '../../../src/lib/ui/chart/chartFile';

describe('words of a chart file', () => {
  it('break between words, at the last place that fits', () => {
    expect(wrap('n 80 pairs; intervals 95 %', 11)).toEqual(['n 80 pairs;', 'intervals', '95 %']);
    expect(wrap('', 10)).toEqual([]);
  });

  it('are never lost or cut, whatever the width', () => {
    const texts = fc.array(fc.stringMatching(/^[a-z0-9,.%]{1,12}$/), { maxLength: 20 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 40 }), (words, width) => {
        const lines = wrap(words.join('  '), width);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      })
    );
  });
});
