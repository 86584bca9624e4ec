import { describe, expect, it } from 'vitest';
import { formatNames } from '../../src/lib/benchmark/formats';
import { boardColumns } from '../../src/lib/ui/leaderboard/boardQuery';
import { formatBoardAddress, parseBoardAddress } from '../../src/routes/boardAddress';

describe('the address of the leaderboard', () => {
  it('comes back from its hash as it was, for every format, column and direction', () => {
    for (const format of formatNames) {
      for (const key of boardColumns) {
        for (const descending of [true, false]) {
          const address = { format, sort: { key, descending } };
          expect(parseBoardAddress(`#${formatBoardAddress(address)}`)).toEqual(address);
        }
      }
    }
  });

  it('is empty where everything is at its default', () => {
    expect(formatBoardAddress({ format: 'generate', sort: null })).toBe('');
    expect(parseBoardAddress('')).toEqual({ format: 'generate', sort: null });
  });

  it('leaves out a column’s own direction', () => {
    expect(parseBoardAddress('#format=edit&sort=lpips').sort).toEqual({ key: 'lpips', descending: false });
    expect(formatBoardAddress({ format: 'edit', sort: { key: 'psnr', descending: true } })).toBe(
      'format=edit&sort=psnr'
    );
  });

  it('falls back to the defaults for what it does not know', () => {
    expect(parseBoardAddress('#main')).toEqual({ format: 'generate', sort: null });
    expect(parseBoardAddress('#format=audio&sort=toString')).toEqual({ format: 'generate', sort: null });
  });
});
